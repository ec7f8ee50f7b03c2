/** `gitbroker osb last-operation`: how far an operation is, asked once. */
import { findBinding, instanceIdOf } from '../broker/find-remembered.js';
import { withBroker } from '../broker/osb-session.js';
import type { OsbFlags } from '../broker/osb-session.js';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-codes.js';
import { formatData } from '../output/write-output.js';

export interface LastOperationFlags extends OsbFlags {
  readonly operation?: string;
  readonly output: 'yaml' | 'json';
}

export async function runOsbLastOperation(
  context: CommandContext,
  instance: string,
  binding: string | undefined,
  flags: LastOperationFlags,
): Promise<void> {
  await withBroker(context, flags, async (session) => {
    const { client, url } = session;
    const instanceId = await instanceIdOf(session, instance);
    const hint = { instanceId, operation: flags.operation };
    const answer =
      binding === undefined
        ? await client.lastInstanceOperation(hint)
        : await client.lastBindingOperation({
            ...hint,
            bindingId: (await findBinding(session, { url, instanceId }, binding)).bindingId,
          });
    const { retryAfterSeconds: _seconds, ...told } = answer;
    context.stdout.write(formatData(flags.output, told));
    if (answer.state === 'failed') context.exitWith(EXIT.no);
  });
}
