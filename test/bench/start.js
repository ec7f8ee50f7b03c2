/** From an empty disk to ready, and what it takes in memory once every record has been read. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ratioOf, round, timed } from './load.js';
import { HEADERS, startBroker } from './processes.js';
import { givenRemote } from './remote.js';

const BASE_MB = 150;
const KB_PER_INSTANCE = 6;

export const benchStart = (folder, print) => start(folder, print, 10_000);
export const benchStartLarge = (folder, print) => start(folder, print, 100_000);

async function start(folder, print, instances) {
  const remote = givenRemote(join(folder, `start-${instances}.git`), instances);
  const clone = join(folder, `start-${instances}-clone`);
  const baseline = await timed(async () => {
    execFileSync('git', ['clone', '--quiet', '--bare', '--no-local', remote, clone]);
    const readAll = ['cat-file', '--batch', '--batch-all-objects', '--unordered'];
    execFileSync('git', ['-C', clone, ...readAll], { stdio: ['ignore', 'ignore', 'inherit'] });
  });
  let broker;
  const ready = await timed(async () => {
    broker = await startBroker(remote, join(folder, `start-${instances}-data`));
  });
  try {
    print({
      what: `start until ready, ${instances} instances, ms`,
      gitbroker: round(ready),
      baseline: round(baseline),
      ratio: ratioOf(ready, baseline),
      note: 'baseline: git clone, and cat-file of everything',
    });
    // The metrics count operations by state, for which every record is read.
    const survey = await timed(() => untilCounted(broker.url));
    const limit = BASE_MB + (KB_PER_INSTANCE * instances) / 1000;
    const used = residentMegabytes(broker.pid);
    print({
      what: `resident memory, ${instances} instances read, MB`,
      gitbroker: round(used),
      baseline: limit,
      ratio: ratioOf(used, limit),
      note: `baseline: the aim of ${BASE_MB} MB + ${KB_PER_INSTANCE} kB an instance; reading all took ${round(survey)} ms`,
    });
  } finally {
    await broker.stop();
  }
}

async function untilCounted(url) {
  for (;;) {
    const metrics = await fetch(`${url}/metrics`, { headers: HEADERS }).then((response) => response.text());
    if (/^gitbroker_operations\{/m.test(metrics)) return;
  }
}

function residentMegabytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;
}
