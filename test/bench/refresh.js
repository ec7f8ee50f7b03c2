/** How long it takes until a foreign commit is known, beside a bare `git fetch` of it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openGitStore } from '../../dist/store/git-store.js';
import { bareGit } from './bare-git.js';
import { percentile, ratioOf, round, timed } from './load.js';
import { givenRemote } from './remote.js';

const ROUNDS = 20;

export async function benchRefresh(folder, print) {
  const remote = givenRemote(join(folder, 'refresh.git'), 10_000);
  const pipeline = bareGit(remote, join(folder, 'refresh-pipeline'));
  const follower = join(folder, 'refresh-follower');
  execFileSync('git', ['clone', '--quiet', '--bare', remote, follower]);
  const fetchBare = async () => {
    execFileSync('git', ['-C', follower, 'fetch', '--quiet', 'origin', '+refs/heads/main:refs/heads/main']);
  };
  const store = openStore(remote, join(folder, 'refresh-data'));
  try {
    await store.refresh();
    const times = { store: [], bare: [], storeIdle: [], bareIdle: [] };
    for (let n = 0; n < ROUNDS; n += 1) {
      pipeline.commitAndPush(pipeline.stage());
      times.bare.push(await timed(fetchBare));
      times.store.push(await timed(() => store.refresh()));
      times.bareIdle.push(await timed(fetchBare));
      times.storeIdle.push(await timed(() => store.refresh()));
    }
    print(row('refresh after one foreign commit, 10000 instances, p50 ms', times.store, times.bare));
    print(row('refresh when nothing changed, p50 ms', times.storeIdle, times.bareIdle));
  } finally {
    await store.close();
  }
}

function openStore(url, localPath) {
  return openGitStore({
    remote: { url },
    branch: 'main',
    localPath,
    author: { name: 'Bench', email: 'bench@example.com' },
    composeMessage: (notes) => notes.map(({ subject }) => subject).join('\n'),
    timeoutMs: 60_000,
    clock: () => new Date(),
  });
}

function row(what, store, bare) {
  const [p50, bareP50] = [percentile(store, 50), percentile(bare, 50)];
  const note = 'baseline: git fetch';
  return { what, gitbroker: round(p50), baseline: round(bareP50), ratio: ratioOf(p50, bareP50), note };
}
