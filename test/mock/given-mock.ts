/** The mock broker on a free port, and a client that waits for nothing. */
import { onTestFinished } from 'vitest';
import { OsbClient } from '../../src/client/osb-client.js';
import type { ConnectionOptions } from '../../src/client/broker-connection.js';
import { Orders } from '../../src/client/orders.js';
import type { OrdersOptions } from '../../src/client/order-steps.js';
import type { Clock } from '../../src/client/polling.js';
import { MOCK_CATALOG } from '../../src/mock/mock-catalog.js';
import { startMockServer } from '../../src/mock/mock-server.js';
import type { MockServer, MockServerOptions } from '../../src/mock/mock-server.js';

export const CREDENTIALS = { username: 'user', password: 'password' };
const SERVICE = MOCK_CATALOG.services[0]!;
const PLAN = SERVICE.plans[0]!;
export const IDS = { service_id: SERVICE.id, plan_id: PLAN.id };
export const ORDER = { ...IDS, organization_guid: 'organization', space_guid: 'space' };

export interface FastClock extends Clock {
  /** The waits that were asked for, in milliseconds. */
  readonly waits: readonly number[];
}

/** Time passes only by sleeping, and sleeping takes none. */
export function givenClock(): FastClock {
  const waits: number[] = [];
  const total = () => waits.reduce((sum, ms) => sum + ms, 0);
  return {
    waits,
    now: total,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(ms);
    },
  };
}

export interface GivenMock extends MockServer {
  readonly client: OsbClient;
  readonly orders: Orders;
  readonly clock: FastClock;
}

export async function givenMock(
  options: MockServerOptions = {},
  { connection, orders }: { connection?: Partial<ConnectionOptions>; orders?: OrdersOptions } = {},
): Promise<GivenMock> {
  const server = await startMockServer({ credentials: CREDENTIALS, ...options });
  onTestFinished(() => server.close());
  const client = new OsbClient({ url: server.url, credentials: CREDENTIALS, ...connection });
  const clock = givenClock();
  return {
    ...server,
    client,
    clock,
    orders: new Orders(client, { ...orders, polling: { clock, ...orders?.polling } }),
  };
}
