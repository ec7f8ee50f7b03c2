/** How `gitbroker browse` is called. */
import type { BrowseOptions } from '../actions/browse.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, pushOption, withRepositoryArgument } from '../options.js';

export const declareBrowse: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('browse'))
    .description('look through the records in a terminal, and report about their operations')
    .addOption(pushOption())
    .addHelpText(
      'after',
      examples('gitbroker browse', 'gitbroker browse --push', 'gitbroker browse https://git.example.com/services.git'),
    )
    .action(async (repository: string, options: BrowseOptions) => {
      const { runBrowse } = await import('../actions/browse.js');
      await runBrowse(context, repository, options);
    });
};
