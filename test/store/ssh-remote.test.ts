import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readSshKey } from '../../src/store/ssh-key.js';
import { startSshServer } from '../helpers/ssh-server.js';
import type { SshServer } from '../helpers/ssh-server.js';
import { givenSshRemote, givenStore, write } from './given-store.js';

let server: SshServer;
let otherServer: SshServer;
beforeAll(async () => {
  [server, otherServer] = await Promise.all([startSshServer(), startSshServer()]);
});
afterAll(() => Promise.all([server.stop(), otherServer.stop()]));

const given = () => givenSshRemote(server);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('remote over ssh', () => {
  test.each<[string, () => string]>([
    ['OpenSSH', () => server.openSshKey],
    ['PEM', () => server.pemKey],
    ['base64 of PEM, in lines', () => base64(server.pemKey).replaceAll(/(.{64})/g, '$1\n')],
  ])('a key as %s', async (_, sshKey) => {
    const { remote } = await given();
    const { store } = await givenStore({ ...remote, sshKey: sshKey() });
    expect((await store.refresh()).commit).not.toBeNull();
  });

  test.each<[string, (key: string) => string]>([
    ['as a file has it', (key) => key],
    ['without its last line end', (key) => key.trim()],
    ['with CR LF', (key) => key.replaceAll('\n', '\r\n')],
    ['with blanks for line ends', (key) => key.replaceAll('\n', ' ')],
    [String.raw`with \n for line ends`, (key) => key.replaceAll('\n', String.raw`\n`)],
    ['in base64', base64],
  ])('a key %s comes out as OpenSSH writes it', (_, form) => {
    expect(readSshKey(form(server.openSshKey))).toBe(server.openSshKey);
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

  test('a key that is replaced while the store is open is taken at the next call', async () => {
    const { remote, repository } = await given();
    let sshKey = otherServer.openSshKey;
    const { store } = await givenStore({ ...remote, currentSecrets: () => ({ sshKey }) });
    await expect(store.refresh()).rejects.toMatchObject({ kind: 'unreachable' });
    sshKey = server.openSshKey;
    await store.transact(() => write({ 'a.txt': '' }));
    expect(await repository.list()).toContain('a.txt');
  });

  test('a key that the host does not know: unreachable', async () => {
    const { remote } = await given();
    const { store } = await givenStore({ ...remote, sshKey: otherServer.openSshKey });
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
    const other = otherServer.knownHosts.split(' ').slice(1, 3).join(' ');
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
