/** How `gitbroker prune` is called. */
import { Option } from 'commander';
import type { PruneOptions } from '../actions/prune.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, outputOption, parseCount, pushOption, withRepositoryArgument } from '../options.js';

export const declarePrune: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('prune'))
    .description('remove the folders of instances and bindings that are gone, and tell which')
    .addOption(new Option('--older-than <days>', 'only those deleted longer ago').argParser(parseCount))
    .option('--dry-run', 'only tell which')
    .addOption(pushOption())
    .addOption(outputOption())
    .addHelpText('after', examples('gitbroker prune --dry-run', 'gitbroker prune --older-than 30 --push'))
    .action(async (repository: string, options: PruneOptions) => {
      const { runPrune } = await import('../actions/prune.js');
      await runPrune(context, repository, options);
    });
};
