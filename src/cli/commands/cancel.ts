/** How `gitbroker cancel` is called. */
import type { CancelOptions } from '../actions/cancel.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, pushOption, withRecordArguments } from '../options.js';

export const declareCancel: DeclareCommand = (program, context) => {
  withRecordArguments(program.command('cancel'))
    .description('end an operation that is in progress as failed; a runner that is at it stops')
    .option('--description <text>', 'told to the platform and its user', 'cancelled by the operator')
    .option('--operation <id>', 'refuse unless this is still the current operation')
    .addOption(pushOption())
    .addHelpText('after', examples('gitbroker cancel my-db --description "no capacity" --push'))
    .action(async (first: string | undefined, second: string | undefined, options: CancelOptions) => {
      const { runCancel } = await import('../actions/cancel.js');
      await runCancel(context, [first, second], options);
    });
};
