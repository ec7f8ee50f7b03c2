/** How the local clone grows over many single commits. `BENCH_COMMITS` says how many. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { order, percentile, ratioOf, round, timed } from './load.js';
import { startBroker } from './processes.js';
import { givenRemote } from './remote.js';

const COMMITS = Number(process.env.BENCH_COMMITS ?? 500);

export async function benchGrowth(folder, print) {
  const remote = givenRemote(join(folder, 'growth.git'), 10_000);
  const data = join(folder, 'growth-data');
  const broker = await startBroker(remote, data);
  try {
    const before = megabytes(data);
    const times = [];
    let largest = before;
    for (let n = 0; n < COMMITS; n += 1) {
      times.push(await timed(() => order(broker.url)));
      if (n % 50 === 49) largest = Math.max(largest, megabytes(data));
    }
    const after = megabytes(data);
    print({
      what: `local clone after ${COMMITS} commits at 10000 instances, MB`,
      gitbroker: after,
      baseline: before,
      ratio: ratioOf(after, before),
      note: `baseline: before; at most ${largest} MB in between; p50 of an order ${round(percentile(times, 50))} ms, p99 ${round(percentile(times, 99))} ms`,
    });
  } finally {
    await broker.stop();
  }
}

/** Files may go while they are counted: then `du` complains, and counts on. */
function megabytes(folder) {
  return round(Number(spawnSync('du', ['-sk', folder], { encoding: 'utf8' }).stdout.split('\t')[0]) / 1000);
}
