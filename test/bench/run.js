/**
 * `npm run bench [-- <section> …]`: what the broker costs beside the bare things it is made of, measured in this one run.
 *
 * Numbers depend on the machine, so each stands beside a baseline; nothing here fails a test.
 */
import { cpus } from 'node:os';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchGrowth } from './growth.js';
import { benchPolls } from './polls.js';
import { benchProvisions } from './provisions.js';
import { benchRefresh } from './refresh.js';
import { benchReplicas } from './replicas.js';
import { benchStart, benchStartLarge } from './start.js';

const SECTIONS = {
  provisions: benchProvisions,
  polls: benchPolls,
  refresh: benchRefresh,
  start: benchStart,
  replicas: benchReplicas,
  growth: benchGrowth,
  'start-large': benchStartLarge,
};
/** Takes minutes: only when it is asked for. */
const ON_DEMAND = new Set(['start-large']);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}`);
  process.exit(2);
}
const chosen = asked.length > 0 ? asked : Object.keys(SECTIONS).filter((name) => !ON_DEMAND.has(name));

const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
console.log(`Measured on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}, ${git}\n`);
console.log('| what | gitbroker | baseline | ratio | |\n|---|---|---|---|---|');
const print = ({ what, gitbroker, baseline = '', ratio = '', note }) =>
  console.log(`| ${what} | ${gitbroker} | ${baseline} | ${ratio} | ${note} |`);

for (const name of chosen) {
  const folder = mkdtempSync(join(tmpdir(), 'gitbroker-bench-'));
  try {
    await SECTIONS[name](folder, print);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
