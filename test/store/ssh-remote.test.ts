import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readSshKey } from '../../src/store/ssh-key.js';
import { startSshServer } from '../helpers/ssh-server.js';
import type { SshServer } from '../helpers/ssh-server.js';
import { givenFileRemote, givenStore, write } from './given-store.js';

let server: SshServer;
beforeAll(async () => {
  server = await startSshServer();
});
afterAll(() => server.stop());

async function given() {
  const { repository } = await givenFileRemote();
  return {
    repository,
    remote: { url: server.url + repository.path, sshKey: server.openSshKey, knownHosts: server.knownHosts },
  };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('remote over ssh', () => {
  const forms: [string, () => string][] = [
    ['OpenSSH', () => server.openSshKey],
    ['OpenSSH without its last line end', () => server.openSshKey.trim()],
    ['OpenSSH with CR LF', () => server.openSshKey.replaceAll('\n', '\r\n')],
    ['OpenSSH with blanks for line ends', () => server.openSshKey.replaceAll('\n', ' ')],
    [String.raw`OpenSSH with \n for line ends`, () => server.openSshKey.replaceAll('\n', String.raw`\n`)],
    ['base64 of OpenSSH', () => base64(server.openSshKey)],
    ['PEM', () => server.pemKey],
    ['base64 of PEM, in lines', () => base64(server.pemKey).replaceAll(/(.{64})/g, '$1\n')],
  ];

  test('a key in every form that people manage to put into a variable', async () => {
    const { remote } = await given();
    for (const [form, sshKey] of forms) {
      const { store } = await givenStore({ ...remote, sshKey: sshKey() });
      expect({ form, commit: (await store.refresh()).commit }).toEqual({ form, commit: expect.any(String) });
    }
  });

  test('what is no key is named, not quoted, and no remote is reached', async () => {
    const { remote } = await given();
    const { store } = await givenStore({ ...remote, sshKey: 'c2VjcmV0LWtleQ==' });
    const error: unknown = await store.refresh().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('the ssh key is no private key'),
    });
    expect(String(error)).not.toMatch(/c2Vj|secret-key/);
  });

  test('a key comes out in the form that OpenSSH writes', async () => {
    expect(readSshKey(base64(server.openSshKey))).toBe(server.openSshKey);
  });

  test('a key that the host does not know: unreachable', async () => {
    const { remote } = await given();
    const other = await startSshServer();
    onTestFinished(other.stop);
    const { store } = await givenStore({ ...remote, sshKey: other.openSshKey });
    await expect(store.refresh()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('Permission denied'),
    });
  });

  test('an unknown host is refused', async () => {
    const { remote } = await given();
    const { store } = await givenStore({ ...remote, knownHosts: '# none' });
    await expect(store.refresh()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('Host key verification failed'),
    });
  });

  test('accept-new takes the key of an unknown host, and from then on no other', async () => {
    const { remote, repository } = await given();
    const options = { url: remote.url, sshKey: remote.sshKey, acceptNewHostKeys: true };
    const { store, localPath } = await givenStore(options);
    await store.transact(() => write({ 'a.txt': '' }));
    expect(await repository.list()).toEqual(['a.txt', 'seed.txt']);
    await store.close();
    const hosts = join(localPath, 'ssh', 'known_hosts');
    const other = await givenOtherHostKey();
    await writeFile(hosts, (await readFile(hosts, 'utf8')).replaceAll(/ssh-ed25519 \S+/g, other));
    const { store: next } = await givenStore(options, { localPath });
    await expect(next.refresh()).rejects.toMatchObject({ message: expect.stringContaining('verification failed') });
  });

  test('the kept connection is closed with the store', async () => {
    const { remote } = await given();
    const before = await server.connections();
    const { store } = await givenStore(remote);
    await store.refresh();
    expect(await server.connections()).toBe(before + 1);
    await store.close();
    await expect.poll(() => server.connections()).toBe(before);
  });

  test('a host that never answers: writes are answered within the deadline (law 8)', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { store } = await givenStore({ url: `ssh://git@127.0.0.1:${port}/r.git` }, { timeoutMs: 500 });
    await expect(store.refresh()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('deadline'),
    });
  });
});

async function givenOtherHostKey(): Promise<string> {
  const other = await startSshServer();
  onTestFinished(other.stop);
  return other.knownHosts.split(' ').slice(1, 3).join(' ');
}
