/** Durable orders: latency of one client beside a bare git commit and push of the same change, throughput of many. */
import { join } from 'node:path';
import { bareGit } from './bare-git.js';
import { manyClients, order, percentile, ratioOf, round, timed } from './load.js';
import { startBroker, startHttpRemote } from './processes.js';
import { givenRemote } from './remote.js';

const SINGLE = 40;
const MANY = [
  { clients: 64, orders: 2000 },
  { clients: 256, orders: 4000 },
];
const CASES = [
  { transport: 'file', instances: 100, layout: 'flat' },
  { transport: 'file', instances: 1000, layout: 'flat' },
  { transport: 'file', instances: 10_000, layout: 'flat' },
  { transport: 'file', instances: 10_000, layout: 'sharded' },
  { transport: 'http', instances: 1000, layout: 'flat' },
  { transport: 'http', instances: 10_000, layout: 'flat' },
];

export async function benchProvisions(folder, print) {
  for (const [number, given] of CASES.entries()) {
    const root = join(folder, `provisions-${number}`);
    const http = given.transport === 'http' ? await startHttpRemote(root) : undefined;
    const remote = (name) => {
      const path = givenRemote(join(root, name), given.instances, given.layout);
      return http ? `${http.url}/${name}` : path;
    };
    const broker = await startBroker(remote('broker.git'), join(root, 'data'));
    try {
      const name = `orders, ${given.transport}, ${given.instances} instances${given.layout === 'flat' ? '' : ', sharded'}`;
      print(await oneClient(name, broker.url, bareGit(remote('bare.git'), join(root, 'bare-clone'))));
      for (const load of MANY) print(await many(name, broker.url, load));
    } finally {
      await broker.stop();
      await http?.stop();
    }
  }
}

/** In turns, so that both meet the same machine. */
async function oneClient(name, url, bare) {
  const [broker, baseline] = [[], []];
  for (let n = 0; n < 5; n += 1) await order(url);
  for (let n = 0; n < SINGLE; n += 1) {
    const tree = bare.stage();
    baseline.push(await timed(async () => bare.commitAndPush(tree)));
    broker.push(await timed(() => order(url)));
  }
  const [p50, bareP50] = [percentile(broker, 50), percentile(baseline, 50)];
  return {
    what: `${name}: 1 client, p50 ms`,
    gitbroker: round(p50),
    baseline: round(bareP50),
    ratio: ratioOf(p50, bareP50),
    note: `p99 ${round(percentile(broker, 99))}; baseline: bare git commit and push`,
  };
}

async function many(name, url, { clients, orders }) {
  const { perSecond, latencies } = await manyClients([url], clients, orders);
  return {
    what: `${name}: ${clients} clients, orders/s`,
    gitbroker: Math.round(perSecond),
    note: `p50 ${round(percentile(latencies, 50))} ms, p99 ${round(percentile(latencies, 99))} ms`,
  };
}
