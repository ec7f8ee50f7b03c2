import { describe, expect, test } from 'vitest';
import { count, givenFileRemote, givenStore, textOf, write } from './given-store.js';

describe('branch', () => {
  test('one that the remote does not have: empty, and made without what other branches hold', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store, warnings } = await givenStore(remote, { branch: 'orders/test' });
    expect((await store.refresh()).commit).toBeNull();
    await store.transact(() => write({ 'a.txt': '' }));
    expect(await repository.git('ls-tree', '-r', '--name-only', 'orders/test')).toBe('a.txt\n');
    expect(await repository.list()).toEqual(['seed.txt']);
    expect(warnings).toEqual([]);
  });

  test('one that is deleted or renamed while the store is open: never made anew, read from memory until it is back', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store, failures } = await givenStore(remote);
    await store.transact(count);
    await repository.git('branch', '--move', 'main', 'trunk');
    await expect(store.transact(count)).rejects.toMatchObject({ kind: 'branch-gone' });
    await expect(store.refresh()).rejects.toMatchObject({ kind: 'branch-gone' });
    expect(await textOf(store, 'count.txt')).toBe('1');
    expect(await repository.git('branch', '--format=%(refname)')).toBe('refs/heads/trunk\n');
    expect(failures).toEqual(['branch-gone', 'branch-gone']);
    await repository.git('branch', '--move', 'trunk', 'main');
    await store.transact(count);
    expect(await repository.read('count.txt')).toBe('2');
  });

  test('one that is force-pushed: followed, with a warning', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store, warnings } = await givenStore(remote);
    await store.transact(count);
    await repository.git('update-ref', 'refs/heads/main', 'main~1');
    await store.refresh();
    expect(await textOf(store, 'count.txt')).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('the branch was rewritten')]);
  });

  test('one that is moved back while a transaction is decided: decided again on what is left', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store } = await givenStore(remote);
    await store.transact(count);
    await store.transact(count);
    let runs = 0;
    await store.transact(async (snapshot) => {
      runs += 1;
      if (runs === 1) await repository.git('update-ref', 'refs/heads/main', 'main~1');
      return count(snapshot);
    });
    expect({ runs, count: await repository.read('count.txt') }).toEqual({ runs: 2, count: '2' });
  });

  test('many files in one transaction arrive together', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store } = await givenStore(remote);
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`folder-${n}/file.txt`, String(n)]));
    await store.transact(() => write(files, 'many'));
    expect(await repository.list()).toHaveLength(61);
    expect(await repository.git('rev-list', '--count', 'main')).toBe('2\n');
    await repository.git('fsck', '--strict');
  });
});
