/** How `gitbroker pending` is called. */
import type { PendingOptions } from '../actions/pending.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, outputOption, withRepositoryArgument } from '../options.js';

export const declarePending: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('pending'))
    .description('list the operations that wait for work, oldest first')
    .option('--offering <id or name>', 'only of this service offering')
    .option('--exit-code', 'end with 1 when nothing waits')
    .addOption(outputOption())
    .addHelpText('after', examples('gitbroker pending', 'gitbroker pending --exit-code --output json ./services'))
    .action(async (repository: string, options: PendingOptions) => {
      const { runPending } = await import('../actions/pending.js');
      context.exitWith(await runPending(context, repository, options));
    });
};
