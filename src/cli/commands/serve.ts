/** How `gitbroker serve` is called. */
import type { DeclareCommand } from '../command-context.js';
import { examples } from '../options.js';

const EXAMPLES = examples(
  'APP_BASIC_AUTH_USERNAME=user APP_BASIC_AUTH_PASSWORD=secret gitbroker serve',
  'GIT_REMOTE=https://git.example.com/services.git GIT_TOKEN_FILE=/run/secrets/token gitbroker serve',
);

export const declareServe: DeclareCommand = (program, { env, stdout, stderr, stopSignal, exitWith }) => {
  program
    .command('serve')
    .description('run the broker; it is configured by environment variables')
    .helpOption(false)
    .option('-h, --help', 'list all environment variables')
    .addHelpText('after', EXAMPLES)
    .action(async ({ help }: { help?: true }, command) => {
      const { describeEnvironment, runServe } = await import('../actions/serve.js');
      if (help) stdout.write(`${command.helpInformation()}\n${describeEnvironment()}${EXAMPLES}`);
      else exitWith(await runServe({ env, stderr, signal: stopSignal() }));
    });
};
