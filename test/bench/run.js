/**
 * `npm run bench`: what the broker costs beside the bare things it is made of, all measured in this one run.
 *
 * Numbers depend on the machine, so each stands beside a baseline; nothing here fails a test.
 */
import { cpus } from 'node:os';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchPolls } from './polls.js';
import { benchProvisions } from './provisions.js';
import { givenRemote } from './remote.js';
import { startBroker } from './processes.js';

const INSTANCES = Number(process.env.BENCH_INSTANCES ?? 1000);
const folder = mkdtempSync(join(tmpdir(), 'gitbroker-bench-'));

const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
console.log(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}, ${git}`);
console.log(`remote: file, ${INSTANCES} instances, flat layout\n`);

const stops = [];
try {
  const remote = givenRemote(join(folder, 'remote.git'), INSTANCES);
  const broker = await startBroker(remote, join(folder, 'data'));
  stops.push(broker.stop);
  const rows = [
    ...(await benchProvisions(broker, givenRemote(join(folder, 'bare.git'), INSTANCES), folder)),
    ...(await benchPolls(broker, stops)),
  ];
  console.table(Object.fromEntries(rows.map(({ what, ...row }) => [what, row])));
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
}
