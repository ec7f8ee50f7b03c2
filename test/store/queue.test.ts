import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { count, givenFileRemote, givenHook, givenStore, write } from './given-store.js';

async function childProcesses(): Promise<string[]> {
  const threads = await readdir('/proc/self/task');
  const lines = await Promise.all(
    threads.map((thread) => readFile(`/proc/self/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lines.join(' ').split(' ').filter(Boolean).toSorted();
}

describe('queue of transactions', () => {
  test('full: busy, while those who wait are served', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store } = await givenStore(remote, { maxQueue: 2 });
    const outcomes = await Promise.allSettled([store.transact(count), store.transact(count), store.transact(count)]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: expect.any(String) },
      { status: 'fulfilled', value: expect.any(String) },
      { status: 'rejected', reason: expect.objectContaining({ kind: 'busy' }) },
    ]);
    expect(await repository.read('count.txt')).toBe('2');
  });

  test('more than one commit may hold: several commits, everyone is served', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store } = await givenStore(remote, { maxBatch: 2 });
    await Promise.all(Array.from({ length: 5 }, () => store.transact(count)));
    expect(await repository.read('count.txt')).toBe('5');
    expect(await repository.git('rev-list', '--count', 'main')).toBe('4\n');
  });

  test('closing: what runs and waits is finished, what comes is refused', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store } = await givenStore(remote);
    const waiting = store.transact(count);
    const closed = store.close();
    await expect(store.transact(count)).rejects.toMatchObject({ kind: 'closing' });
    await expect(store.refresh()).rejects.toMatchObject({ kind: 'closing' });
    await Promise.all([waiting, closed]);
    expect(await repository.read('count.txt')).toBe('1');
  });

  test('closed: no child process is left', async () => {
    const { remote } = await givenFileRemote();
    const before = await childProcesses();
    const { store } = await givenStore(remote);
    await store.transact(count);
    expect(await childProcesses()).toHaveLength(before.length + 1);
    await store.close();
    expect(await childProcesses()).toEqual(before);
  });

  test('others keep winning until the deadline: contended, nothing on the remote', async () => {
    const { remote, repository } = await givenFileRemote();
    const moveOn = 'git update-ref "$1" $(git -c user.name=a -c user.email=a commit-tree "$2^{tree}" -p "$2" -m other)';
    await givenHook(repository, 'update', moveOn);
    const { store, replays } = await givenStore(remote, { timeoutMs: 1500 });
    await expect(store.transact(count)).rejects.toMatchObject({ kind: 'contended' });
    expect(replays.length).toBeGreaterThan(0);
    expect(await repository.list()).toEqual(['seed.txt']);
  });

  test('a transaction without changes makes no commit; one whose changes come to nothing neither', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store } = await givenStore(remote);
    expect(await store.transact(() => ({ result: 7, changes: [] }))).toBe(7);
    await store.transact(() => write({ 'seed.txt': 'seed', 'absent.txt': null }));
    expect(await repository.git('rev-list', '--count', 'main')).toBe('1\n');
  });

  test('changes without a note are a mistake of the caller, and fail alone', async () => {
    const { remote, repository } = await givenFileRemote();
    const { store } = await givenStore(remote);
    const [mistake] = await Promise.allSettled([
      store.transact(() => ({ result: 0, changes: [{ path: 'a.txt', content: '' }] })),
      store.transact(count),
    ]);
    expect(mistake).toEqual({ status: 'rejected', reason: expect.any(TypeError) });
    expect(await repository.list()).toEqual(['count.txt', 'decided-on.txt', 'seed.txt']);
  });
});
