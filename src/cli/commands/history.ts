/** How `gitbroker history` is called. */
import { Option } from 'commander';
import type { HistoryOptions } from '../actions/history.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, outputOption, parseCount, withRecordArguments } from '../options.js';

export const declareHistory: DeclareCommand = (program, context) => {
  withRecordArguments(program.command('history'))
    .description('tell who changed what when: of one record, or with --all of all of them')
    .option('--all', 'of the whole repository; the argument is the repository then')
    .addOption(new Option('-n, --limit <count>', 'newest changes only').argParser(parseCount))
    .addOption(outputOption())
    .addHelpText('after', examples('gitbroker history my-db', 'gitbroker history --all --limit 20 --output json'))
    .action(async (first: string | undefined, second: string | undefined, options: HistoryOptions) => {
      const { runHistory } = await import('../actions/history.js');
      await runHistory(context, [first, second], options);
    });
};
