import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { count, givenFileRemote, givenStore, head, write } from './given-store.js';

async function commitsIn(gitDir: string): Promise<number> {
  const { stdout } = await promisify(execFile)('git', ['--git-dir', gitDir, 'rev-list', '--count', '--all']);
  return Number(stdout);
}

test('only the newest commit is fetched at first; everything else works as with all of them', async () => {
  const { remote, repository } = await givenFileRemote();
  for (let n = 0; n < 5; n += 1) await repository.push({ 'history.txt': String(n) });
  const first = await head(repository);
  const { store, gitDir, warnings, replays } = await givenStore(remote);
  await store.refresh();
  expect(await commitsIn(gitDir)).toBe(1);

  await store.transact(count);
  await repository.push({ 'foreign.txt': 'x' });
  await store.transact(count);
  expect(replays).toEqual([1]);
  expect(warnings).toEqual([]);
  expect(await repository.git('show', 'main:count.txt')).toBe('2');

  await repository.git('update-ref', 'refs/heads/main', `${first}~2`);
  await store.refresh();
  expect(warnings).toEqual([expect.stringContaining('rewritten')]);
  await store.transact(() => write({ 'after.txt': 'y' }));
  expect(await repository.git('show', 'main:history.txt')).toBe('2');
  await repository.git('fsck', '--strict');
});

test('all of them for those who look back', async () => {
  const { remote, repository } = await givenFileRemote();
  await repository.push({ 'history.txt': 'x' });
  const { store, gitDir } = await givenStore(remote, { fullHistory: true });
  await store.refresh();
  expect(await commitsIn(gitDir)).toBe(2);
});
