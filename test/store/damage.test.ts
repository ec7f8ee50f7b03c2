import { readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { count, givenFileRemote, givenHook, givenStore, textOf, write } from './given-store.js';

/** As after a full disk or a power cut: every object and pack has lost its second half. */
async function halveObjects(gitDir: string): Promise<void> {
  const names = await readdir(join(gitDir, 'objects'), { recursive: true });
  for (const name of names) {
    const path = join(gitDir, 'objects', name);
    const { size } = await stat(path);
    if ((await stat(path)).isFile()) await truncate(path, Math.floor(size / 2));
  }
}

async function given() {
  const { remote, repository } = await givenFileRemote({ 'folder/file.txt': 'text\n'.repeat(100) });
  const given = await givenStore(remote);
  await given.store.transact(count);
  return { ...given, remote, repository };
}

const healed = [expect.stringContaining('the local clone is damaged')];

describe('damage of the local clone is healed', () => {
  test('truncated objects, found by a read of the snapshot', async () => {
    const { store, gitDir, warnings } = await given();
    await halveObjects(gitDir);
    expect(await Promise.all([textOf(store, 'folder/file.txt'), textOf(store, 'count.txt')])).toEqual([
      'text\n'.repeat(100),
      '1',
    ]);
    expect(warnings).toEqual(healed);
  });

  test('one truncated file that no fetch looks at, found by many reads at once', async () => {
    const { store, gitDir, warnings, repository } = await given();
    const id = (await repository.git('rev-parse', 'main:folder/file.txt')).trim();
    await truncate(join(gitDir, 'objects', id.slice(0, 2), id.slice(2)), 10);
    const reads = Array.from({ length: 3 }, () => textOf(store, 'folder/file.txt'));
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['text\n'.repeat(100)]));
    expect(warnings).toEqual(healed);
  });

  test('truncated objects, found by a transaction', async () => {
    const { store, gitDir, warnings, repository } = await given();
    await halveObjects(gitDir);
    await store.transact(count);
    expect(await repository.read('count.txt')).toBe('2');
    expect(warnings).toEqual(healed);
  });

  test('truncated objects, found by the push of a transaction that reads nothing', async () => {
    const { store, gitDir, repository } = await given();
    await halveObjects(gitDir);
    await store.transact(() => write({ 'folder/other.txt': '' }));
    expect(await repository.list()).toEqual(['count.txt', 'decided-on.txt', 'folder/file.txt', 'folder/other.txt']);
  });

  test('truncated objects, found by a fetch of something new', async () => {
    const { store, gitDir, repository } = await given();
    await halveObjects(gitDir);
    await repository.push({ 'pipeline.txt': 'new' });
    await store.refresh();
    expect([await textOf(store, 'pipeline.txt'), await textOf(store, 'folder/file.txt')]).toEqual([
      'new',
      'text\n'.repeat(100),
    ]);
  });

  test('truncated objects, found at the next start', async () => {
    const { store, gitDir, remote, localPath } = await given();
    await store.close();
    await halveObjects(gitDir);
    const { store: next } = await givenStore(remote, { localPath });
    await next.transact(count);
    expect(await textOf(next, 'count.txt')).toBe('2');
  });

  test.each(['refs/heads/main.lock', 'packed-refs.lock', 'shallow.lock'])(
    'the lock file %s of a killed git',
    async (lock) => {
      const { store, gitDir, repository } = await given();
      await writeFile(join(gitDir, lock), '');
      await repository.push({ 'pipeline.txt': 'new' });
      await store.refresh();
      await store.transact(count);
      expect([await textOf(store, 'pipeline.txt'), await repository.read('count.txt')]).toEqual(['new', '2']);
    },
  );

  test.each([
    ['HEAD', 'nonsense'],
    ['config', '[core'],
    ['refs/heads/main', 'nonsense'],
    ['refs/heads/main', '0'.repeat(39) + '1\n'],
  ])('%s with the content %j', async (file, content) => {
    const { store, gitDir, repository } = await given();
    await writeFile(join(gitDir, file), content);
    await store.transact(count);
    expect(await repository.read('count.txt')).toBe('2');
    await repository.push({ 'pipeline.txt': 'new' });
    await store.refresh();
    expect(await textOf(store, 'pipeline.txt')).toBe('new');
  });

  test('the clone is deleted while its push is accepted: applied once and reported as done', async () => {
    const { store, gitDir, repository } = await given();
    await givenHook(repository, 'post-receive', `rm -rf "$0" '${gitDir}'`);
    await store.transact(count);
    expect(await repository.read('count.txt')).toBe('2');
    expect(await textOf(store, 'count.txt')).toBe('2');
  });

  test('the object folder is gone', async () => {
    const { store, gitDir, repository } = await given();
    await rm(join(gitDir, 'objects'), { recursive: true });
    await store.transact(count);
    expect(await repository.read('count.txt')).toBe('2');
  });
});
