/** Three brokers on one remote, all of them writing, beside one. */
import { join } from 'node:path';
import { manyClients, percentile, ratioOf, round } from './load.js';
import { startBroker } from './processes.js';
import { givenRemote } from './remote.js';

const CLIENTS = 64;
const ORDERS = 2000;

export async function benchReplicas(folder, print) {
  const one = await withBrokers(folder, 1);
  const three = await withBrokers(folder, 3);
  const [median, slowest] = [percentile(three.latencies, 50), Math.max(...three.latencies)];
  print({
    what: `three brokers, ${CLIENTS} clients, orders/s`,
    gitbroker: Math.round(three.perSecond),
    baseline: Math.round(one.perSecond),
    ratio: ratioOf(three.perSecond, one.perSecond),
    note: `baseline: one broker; latency of three: median ${round(median)} ms, slowest ${round(slowest)} ms (${ratioOf(slowest, median)} ×)`,
  });
}

async function withBrokers(folder, count) {
  const remote = givenRemote(join(folder, `replicas-${count}.git`), 1000);
  const brokers = [];
  try {
    for (let n = 0; n < count; n += 1) brokers.push(await startBroker(remote, join(folder, `replicas-${count}-${n}`)));
    return await manyClients(
      brokers.map(({ url }) => url),
      CLIENTS,
      ORDERS,
    );
  } finally {
    for (const { stop } of brokers) await stop();
  }
}
