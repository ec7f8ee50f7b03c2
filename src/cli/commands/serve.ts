/** How `gitbroker serve` is called. */
import type { DeclareCommand } from '../command-context.js';

export const declareServe: DeclareCommand = (program, { env, stdout, stderr, stopSignal, exitWith }) => {
  program
    .command('serve')
    .description('run the broker; it is configured by environment variables')
    .helpOption(false)
    .option('-h, --help', 'list all environment variables')
    .action(async ({ help }: { help?: true }, command) => {
      const { describeEnvironment, runServe } = await import('../actions/serve.js');
      if (help) stdout.write(`${command.helpInformation()}\n${describeEnvironment()}`);
      else exitWith(await runServe({ env, stderr, signal: stopSignal() }));
    });
};
