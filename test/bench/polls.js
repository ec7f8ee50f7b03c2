/** Last-operation requests per second beside a bare route with the same answer, and their latency while others write. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { order, ratioOf, round } from './load.js';
import { HEADERS, startBareRoute, startBroker } from './processes.js';
import { givenRemote } from './remote.js';

const SECONDS = 4;
const WRITERS = fileURLToPath(new URL('writers.js', import.meta.url));

export async function benchPolls(folder, print) {
  const broker = await startBroker(givenRemote(join(folder, 'polls.git'), 1000), join(folder, 'polls-data'));
  const { id, operation } = await order(broker.url);
  const path = `/v2/service_instances/${id}/last_operation?operation=${operation}`;
  const answer = await fetch(broker.url + path, { headers: HEADERS }).then((response) => response.json());
  const bare = await startBareRoute(answer);
  try {
    // In turns, the best of three each: what else the machine does only ever makes them slower.
    const best = { broker: 0, bare: 0 };
    for (let round = 0; round < 3; round += 1) {
      best.bare = Math.max(best.bare, (await load(bare.url + path)).requests.average);
      best.broker = Math.max(best.broker, (await load(broker.url + path)).requests.average);
    }
    print({
      what: 'polls/s',
      gitbroker: Math.round(best.broker),
      baseline: Math.round(best.bare),
      ratio: ratioOf(best.broker, best.bare),
      note: 'baseline: bare Fastify route, same JSON, no authentication',
    });
    print(await whileWriting(broker.url, path));
  } finally {
    await bare.stop();
    await broker.stop();
  }
}

/** Many connections with requests in line: a load generator that sleeps between answers makes each cost a wake-up. */
async function load(url, options = { connections: 64, pipelining: 4 }) {
  const result = await autocannon({ url, duration: SECONDS, headers: HEADERS, ...options });
  const { non2xx, errors } = result;
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} answers that were no success, ${errors} errors`);
  return result;
}

async function whileWriting(url, path) {
  const writers = spawn(process.execPath, [WRITERS, url, '64', '10000'], { stdio: 'inherit' });
  const ended = once(writers, 'exit');
  const { latency, requests } = await load(url + path, { connections: 16, overallRate: 500 });
  writers.kill();
  await ended;
  return {
    what: 'polls while 64 clients order, p99 ms',
    gitbroker: round(latency.p99),
    note: `${Math.round(requests.average)} polls/s asked for, p50 ${latency.p50} ms`,
  };
}
