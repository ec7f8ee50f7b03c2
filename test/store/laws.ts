/** The laws of the store (docs/explanation/how-it-works.md): every kind of remote is held to them. */
import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Files } from '../helpers/git-repository.js';
import { count, givenHook, givenStore, head, textOf, write } from './given-store.js';
import type { GivenRemote } from './given-store.js';

export function describeStoreLaws(name: string, givenRemote: (files?: Files) => Promise<GivenRemote>): void {
  describe(`laws of a store with a remote over ${name}`, () => {
    test('what has been answered is on the remote branch (law 1)', async () => {
      const { remote, repository } = await givenRemote();
      const { store } = await givenStore(remote);
      expect(await store.transact(() => write({ 'a/b.txt': 'text' }, 'done'))).toBe('done');
      expect({ head: await head(repository), file: await repository.read('a/b.txt') }).toEqual({
        head: store.snapshot().commit,
        file: 'text',
      });
      expect(await repository.list()).toEqual(['a/b.txt', 'seed.txt']);
    });

    test('of what was rejected nothing is on the remote (law 2)', async () => {
      const { remote, repository } = await givenRemote();
      const { store } = await givenStore(remote);
      const before = await head(repository);
      const refusal = new Error('409');
      await expect(store.transact(() => Promise.reject(refusal))).rejects.toBe(refusal);
      await expect(store.transact(() => write({ 'ok.txt': '', '../bad.txt': '' }))).rejects.toThrow(RangeError);
      expect(await head(repository)).toBe(before);
    });

    test('writers of several processes take effect one after the other, each decided on its parent (laws 3, 4)', async () => {
      const { remote, repository } = await givenRemote();
      const stores = await Promise.all([givenStore(remote), givenStore(remote)]);
      const broker = async (store: (typeof stores)[number]['store']) => {
        for (let turn = 0; turn < 3; turn += 1) await Promise.all([store.transact(count), store.transact(count)]);
      };
      await Promise.all([...stores.map(({ store }) => broker(store)), repository.push({ 'pipeline.txt': 'x' })]);
      expect(await repository.read('count.txt')).toBe('12');
      const commits = (await repository.git('log', '--format=%H %P', 'main', '--', 'count.txt')).trim().split('\n');
      for (const commit of commits) {
        const [id, ...parents] = commit.split(' ');
        expect([await repository.git('show', `${id}:decided-on.txt`)]).toEqual(parents);
      }
      expect(await repository.git('rev-list', '--merges', 'main')).toBe('');
    });

    test('a push that was accepted but not answered is applied once and reported as done (law 5)', async () => {
      const { remote, repository } = await givenRemote();
      const { store, warnings } = await givenStore(remote);
      await store.transact(count);
      await givenHook(repository, 'post-receive', 'rm "$0"; kill -9 $PPID');
      await store.transact(count);
      expect(await repository.read('count.txt')).toBe('2');
      expect(store.snapshot().commit).toBe(await head(repository));
      expect(warnings).toEqual([expect.stringContaining('the outcome of a push is unknown')]);
    });

    test('those who wait share one commit, see each other, and fail alone (law 6)', async () => {
      const { remote, repository } = await givenRemote();
      const { store } = await givenStore(remote);
      const outcomes = await Promise.allSettled([
        store.transact(count),
        store.transact(() => Promise.reject(new Error('410'))),
        store.transact(() => write({ 'half.txt': '', '.git/config': '' })),
        store.transact(count),
        store.transact(() => ({ result: 'nothing to change', changes: [] })),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
      expect(await repository.git('rev-list', '--count', 'main')).toBe('2\n');
      expect(await repository.read('count.txt')).toBe('2');
      expect(await repository.list()).toEqual(['count.txt', 'decided-on.txt', 'seed.txt']);
    });

    test('what the remote declines fails alone, the others of its batch are on the remote (laws 2, 6)', async () => {
      const { remote, repository } = await givenRemote();
      await givenHook(
        repository,
        'pre-receive',
        'read old new ref; if git ls-tree -r --name-only "$new" | grep -q bad; then echo no >&2; exit 1; fi',
      );
      const { store } = await givenStore(remote);
      const outcomes = await Promise.allSettled([
        store.transact(() => write({ 'one.txt': '1' })),
        store.transact(() => write({ 'bad.txt': '2' })),
        store.transact(() => write({ 'three.txt': '3' })),
      ]);
      expect(outcomes).toEqual([
        { status: 'fulfilled', value: 'write one.txt' },
        { status: 'rejected', reason: expect.objectContaining({ kind: 'declined' }) },
        { status: 'fulfilled', value: 'write three.txt' },
      ]);
      expect(await repository.list()).toEqual(['one.txt', 'seed.txt', 'three.txt']);
    });

    test('a rewritten branch is followed, with a warning (law 7)', async () => {
      const { remote, repository } = await givenRemote();
      const { store, warnings } = await givenStore(remote);
      await store.transact(() => write({ 'lost.txt': '' }));
      await repository.git('update-ref', 'refs/heads/main', 'main~1');
      await repository.push({ 'other.txt': '' });
      await store.transact(() => write({ 'next.txt': '' }));
      expect(await repository.list()).toEqual(['next.txt', 'other.txt', 'seed.txt']);
      expect(warnings).toEqual([expect.stringContaining('the branch was rewritten')]);
    });

    test('a local clone that was deleted is made again, for writes and for reads (law 7)', async () => {
      const { remote, repository } = await givenRemote({ 'seed.txt': 'seed', 'folder/file.txt': 'text' });
      const { store, gitDir } = await givenStore(remote);
      await store.refresh();
      await rm(gitDir, { recursive: true });
      await store.transact(count);
      await rm(gitDir, { recursive: true });
      expect(await textOf(store, 'folder/file.txt')).toBe('text');
      expect(await repository.read('count.txt')).toBe('1');
    });

    test('an empty remote: an empty snapshot, and the first transaction makes the branch', async () => {
      const { remote, repository } = await givenRemote({});
      const { store } = await givenStore(remote);
      const empty = await store.refresh();
      expect({ commit: empty.commit, names: [...(await empty.list('')).keys()] }).toEqual({ commit: null, names: [] });
      await store.transact(count);
      await store.transact(count);
      expect(await repository.git('rev-list', '--count', 'main')).toBe('2\n');
    });
  });
}
