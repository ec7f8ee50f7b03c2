/** How `gitbroker retry` is called. */
import type { RetryOptions } from '../actions/retry.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, pushOption, withRecordArguments } from '../options.js';

export const declareRetry: DeclareCommand = (program, context) => {
  withRecordArguments(program.command('retry'))
    .description('let a failed or stuck operation be worked on again')
    .option('--operation <id>', 'refuse unless this is still the current operation')
    .addOption(pushOption())
    .addHelpText('after', examples('gitbroker retry my-db --push', 'gitbroker retry my-db -b my-app'))
    .action(async (first: string | undefined, second: string | undefined, options: RetryOptions) => {
      const { runRetry } = await import('../actions/retry.js');
      await runRetry(context, [first, second], options);
    });
};
