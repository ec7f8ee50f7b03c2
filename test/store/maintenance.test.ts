import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { givenFileRemote, givenStore, write } from './given-store.js';

/** Loose objects and packs of the local clone. */
async function countObjects(gitDir: string) {
  const { stdout } = await promisify(execFile)('git', ['--git-dir', gitDir, 'count-objects', '-v']);
  const number = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(stdout)?.[1]);
  return { loose: number('count'), packs: number('packs'), garbage: number('garbage') };
}

test('the local clone stays small while it is written to, and nothing of it is lost', async () => {
  const { remote, repository } = await givenFileRemote();
  const { store, gitDir, warnings } = await givenStore(remote, { maintenanceEvery: 10 });
  for (let n = 0; n < 40; n += 1) {
    await store.transact(() => write({ [`folder-${n}/file`]: `content ${n}` }));
    const text = await store.snapshot().read(`folder-${n}/file`);
    expect(Buffer.from(text ?? []).toString()).toBe(`content ${n}`);
  }
  // Without maintenance there would be four objects of each commit.
  await expect.poll(async () => (await countObjects(gitDir)).loose, { timeout: 10_000 }).toBeLessThan(100);
  expect((await countObjects(gitDir)).garbage).toBe(0);
  expect((await countObjects(gitDir)).packs).toBeLessThan(10);
  expect([...(await store.snapshot().list('')).keys()]).toHaveLength(41);
  expect(warnings).toEqual([]);
  await repository.git('fsck', '--strict');
});

test('packing that fails keeps nobody waiting, and is told', async () => {
  const { remote, repository } = await givenFileRemote();
  const { store, gitDir, warnings } = await givenStore(remote, { maintenanceEvery: 1 });
  await store.refresh();
  await promisify(execFile)('git', ['--git-dir', gitDir, 'config', 'repack.useDeltaBaseOffset', 'nonsense']);
  await store.transact(() => write({ file: 'content' }));
  expect(await repository.list()).toEqual(['file', 'seed.txt']);
  await expect
    .poll(() => warnings, { timeout: 10_000 })
    .toContainEqual(expect.stringContaining('packing the local clone failed'));
});

test('maintenance that is under way does not keep the store from closing', async () => {
  const { remote } = await givenFileRemote();
  const { store, gitDir } = await givenStore(remote, { maintenanceEvery: 1 });
  await store.transact(() => write({ file: 'content' }));
  await store.close();
  expect((await countObjects(gitDir)).garbage).toBe(0);
});
