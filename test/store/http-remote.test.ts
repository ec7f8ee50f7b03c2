import { readdir, readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { count, givenHttpRemote, givenStore, textOf, write } from './given-store.js';

const SECRET = 'wrong/secret:of-git';

async function argumentsOfAllProcesses(): Promise<string> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // Those that have ended in the meantime have no arguments any more.
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')));
  return lines.join('\n');
}

describe('remote over http', () => {
  test('credentials in the URL are used as well', async () => {
    const { remote, repository, server } = await givenHttpRemote();
    const { host, pathname } = new URL(remote.url);
    const userInfo = [server.username, server.password].map(encodeURIComponent).join(':');
    const { store } = await givenStore({ url: `http://${userInfo}@${host}${pathname}` });
    await store.transact(() => write({ 'a.txt': '' }));
    expect(await repository.list()).toEqual(['a.txt', 'seed.txt']);
  });

  test.each([
    ['in the options', (url: string) => ({ url, username: 'somebody', password: SECRET })],
    ['in the URL', (url: string) => ({ url: url.replace('//', `//somebody:${encodeURIComponent(SECRET)}@`) })],
  ])('a wrong password %s: unreachable, no secret in the error', async (_, remoteWith) => {
    const { remote } = await givenHttpRemote();
    const { store, warnings } = await givenStore(remoteWith(remote.url));
    const error: unknown = await store.refresh().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'StoreError', kind: 'unreachable' });
    const told = inspect([error, store.health(), warnings], { depth: 10 });
    const basic = Buffer.from(`somebody:${SECRET}`).toString('base64');
    for (const secret of [SECRET, encodeURIComponent(SECRET), basic]) expect(told).not.toContain(secret);
  });

  test('no secret in the arguments of any process, the remote in those of git', async () => {
    const { remote, server } = await givenHttpRemote();
    const { store } = await givenStore(remote);
    await server.fail('hang');
    const request = server.nextRequest();
    const refreshed = store.refresh().catch((reason: unknown) => reason);
    await request;
    const seen = await argumentsOfAllProcesses();
    await server.recover();
    await refreshed;
    const basic = Buffer.from(`${server.username}:${server.password}`).toString('base64');
    expect(seen).toContain(remote.url);
    for (const secret of [server.password, encodeURIComponent(server.password), basic]) {
      expect(seen).not.toContain(secret);
    }
  });

  test.each([
    ['hang', 'unconfirmed'],
    ['refuse', 'unreachable'],
  ] as const)(
    'a remote that does %s: writes are %s, answered within the deadline, reads go on from the clone (law 8)',
    async (fault, kind) => {
      const { remote, repository, server } = await givenHttpRemote({ 'folder/file.txt': 'text' });
      const { store, warnings } = await givenStore(remote, { timeoutMs: 700 });
      await store.refresh();
      await server.fail(fault);
      await expect(store.transact(count)).rejects.toMatchObject({ kind });
      expect(store.health()).toEqual({
        snapshotAgeSeconds: expect.any(Number),
        failure: expect.objectContaining({ kind }),
      });
      expect(await textOf(store, 'folder/file.txt')).toBe('text');
      expect(warnings.filter((warning) => warning.includes('damaged'))).toEqual([]);
      await server.recover();
      await expect.poll(() => store.refresh().then(() => store.health().failure, String)).toBeUndefined();
      await store.transact(() => write({ 'after.txt': '' }));
      expect(await repository.list()).toContain('after.txt');
    },
  );

  test('before the first contact there is no snapshot', async () => {
    const { remote, server } = await givenHttpRemote();
    await server.fail('refuse');
    const { store } = await givenStore(remote);
    expect(() => store.snapshot()).toThrow('has not been reached yet');
    await expect(store.refresh()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(() => store.snapshot()).toThrow('git fetch failed');
  });

  test.each([
    ['whose connection breaks after git has accepted it', 'drop-answer'],
    ['that a proxy answers 502 after git has accepted it', 'gateway-error'],
    ['that reaches git only when it is sent again', 'late-push'],
  ] as const)('a push %s is applied once and reported as done (law 5)', async (_, fault) => {
    const { remote, repository, server } = await givenHttpRemote();
    let seconds = 0;
    const { store } = await givenStore(remote, { clock: () => new Date((seconds += 1) * 1000) });
    await store.transact(count);
    await server.fail(fault);
    await store.transact(count);
    await store.transact(count);
    expect(await repository.read('count.txt')).toBe('3');
    expect(await repository.git('rev-list', '--count', 'main')).toBe('4\n');
  });
});
