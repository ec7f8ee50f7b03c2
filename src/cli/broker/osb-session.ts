/** What every `gitbroker osb` command works with: the broker, the memory of what was made there, and a way to wait. */
import { OsbClient } from '../../client/osb-client.js';
import { Orders } from '../../client/orders.js';
import type { OrdersOptions } from '../../client/order-steps.js';
import type { CommandContext } from '../command-context.js';
import { readConnection } from './connection.js';
import type { ConnectionFlags } from './connection.js';
import { explained } from './explain-failure.js';
import { createProgressLine } from './progress-line.js';
import { openRememberedServices } from './remembered-services.js';
import type { RememberedServices, ServicesFileFlags } from './remembered-services.js';

export interface OsbFlags extends ConnectionFlags, ServicesFileFlags {
  readonly maxDuration?: number;
}

export interface OsbSession {
  readonly url: string;
  readonly client: OsbClient;
  readonly memory: RememberedServices;
  /** @param what is waited for, in the words of the progress line */
  order<T>(what: string, options: OrdersOptions, carryOut: (orders: Orders) => Promise<T>): Promise<T>;
}

/** @throws Refusal for whatever the broker does not do */
export async function withBroker<T>(
  context: CommandContext,
  flags: OsbFlags,
  use: (session: OsbSession) => Promise<T>,
): Promise<T> {
  const signal = context.stopSignal();
  const connection = await readConnection(context, flags);
  const client = new OsbClient({ ...connection, signal });
  const maxDurationMs = flags.maxDuration === undefined ? undefined : flags.maxDuration * 1_000;
  return explained(() =>
    use({
      url: connection.url,
      client,
      memory: openRememberedServices(context, flags),
      order: async (what, options, carryOut) => {
        const line = createProgressLine(context, what);
        const polling = { maxDurationMs, signal, onProgress: line.show };
        try {
          return await carryOut(new Orders(client, { ...options, polling }));
        } finally {
          line.clear();
        }
      },
    }),
  );
}
