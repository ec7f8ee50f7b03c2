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

  test('one that is deleted while the store is open: followed, with a warning, and made anew', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store, warnings } = await givenStore(remote);
    await store.transact(count);
    await repository.git('update-ref', '-d', 'refs/heads/main');
    expect((await store.refresh()).commit).toBeNull();
    expect(await textOf(store, 'seed.txt')).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('it was deleted')]);
    await store.transact(count);
    expect(await repository.list()).toEqual(['count.txt']);
    expect(await repository.read('count.txt')).toBe('1');
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
