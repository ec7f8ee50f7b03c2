/** How `gitbroker run` is called. */
import { Option } from 'commander';
import type { RunOptions } from '../actions/run.js';
import type { DeclareCommand } from '../command-context.js';
import { collect, examples, outputOption, parseCount, withRepositoryArgument } from '../options.js';

export const declareRun: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('run'))
    .description('do the work that waits, by the handlers that runner.yml names, and report it')
    .addOption(new Option('--once', 'do what waits, then end (default)').conflicts('watch'))
    .option('--watch', 'go on until stopped')
    .addOption(new Option('--interval <seconds>', 'between looks for new work, with --watch').argParser(parseCount))
    .addOption(new Option('--offering <id or name>', 'only of this offering; several times').argParser(collect))
    .option('--folder <folder>', 'for logs, and for the state of handlers (default: below XDG_STATE_HOME)')
    .option('--verbose', 'tell all that handlers print, on stderr')
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples(
        'gitbroker run',
        'gitbroker run --watch --interval 30 https://git.example.com/services.git',
        'gitbroker run --offering postgres-database --output json ./services',
      ),
    )
    .action(async (repository: string, options: RunOptions) => {
      const { runRun } = await import('../actions/run.js');
      context.exitWith(await runRun(context, repository, options));
    });
};
