/** Stores on real remotes; whatever is given here is removed after the test. */
import { chmod, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GitStoreOptions } from '../../src/store/git-store.js';
import { openGitStore } from '../../src/store/git-store.js';
import type { RemoteOptions } from '../../src/store/remote.js';
import type { Decision, Snapshot, Store } from '../../src/store/store.js';
import { givenFolder } from '../helpers/broker-process.js';
import { givenRepository } from '../helpers/git-repository.js';
import type { Files, GitRepository } from '../helpers/git-repository.js';
import { startGitServer } from '../helpers/git-server.js';
import type { GitServer } from '../helpers/git-server.js';
import type { SshServer } from '../helpers/ssh-server.js';

export interface GivenRemote {
  readonly repository: GitRepository;
  readonly remote: RemoteOptions;
}

export interface GivenStore {
  readonly store: Store;
  readonly localPath: string;
  readonly gitDir: string;
  /** Messages of all warnings so far. */
  readonly warnings: string[];
  /** Kinds of all failures so far. */
  readonly failures: string[];
  /** Numbers of the pushes that lost their race. */
  readonly replays: number[];
}

export async function givenFileRemote(files: Files = { 'seed.txt': 'seed' }): Promise<GivenRemote> {
  const repository = await givenRepository(files);
  onTestFinished(repository.remove);
  await repository.git('config', 'receive.autogc', 'false');
  return { repository, remote: { url: repository.path } };
}

export async function givenHttpRemote(files?: Files): Promise<GivenRemote & { server: GitServer }> {
  const { repository } = await givenFileRemote(files);
  const server = await startGitServer(dirname(repository.path));
  onTestFinished(server.stop);
  const { url, username, password } = server;
  return { repository, server, remote: { url: `${url}/${basename(repository.path)}`, username, password } };
}

export async function givenSshRemote(server: SshServer, files?: Files): Promise<GivenRemote> {
  const { repository } = await givenFileRemote(files);
  const { url, openSshKey, knownHosts } = server;
  return { repository, remote: { url: url + repository.path, sshKey: openSshKey, knownHosts } };
}

export async function givenStore(remote: RemoteOptions, options: Partial<GitStoreOptions> = {}): Promise<GivenStore> {
  const folder = await givenFolder();
  onTestFinished(folder.remove);
  const warnings: string[] = [];
  const failures: string[] = [];
  const replays: number[] = [];
  const store = openGitStore({
    remote,
    branch: 'main',
    localPath: folder.path,
    author: { name: 'Gitbroker', email: 'gitbroker@example.com' },
    composeMessage: (notes) => notes.map(({ subject }) => subject).join('\n'),
    timeoutMs: 30_000,
    clock: () => new Date(),
    observer: {
      warning: ({ message }) => warnings.push(message),
      failed: ({ error }) => failures.push(error.kind),
      replayed: ({ attempt }) => replays.push(attempt),
    },
    ...options,
  });
  onTestFinished(() => store.close());
  return { store, localPath: folder.path, gitDir: join(folder.path, 'clone.git'), warnings, failures, replays };
}

/** A transaction's decision to write files, or with null to remove them. */
export function write(files: Files, subject = `write ${Object.keys(files).join(' ')}`): Decision<string> {
  const changes = Object.entries(files).map(([path, content]) => ({ path, content }));
  return { result: subject, changes, note: { subject, trailers: {} } };
}

/** Not idempotent on purpose: applied twice it counts twice. Notes the commit that it was decided on. */
export async function count(snapshot: Snapshot): Promise<Decision<string>> {
  const before = Number(Buffer.from((await snapshot.read('count.txt')) ?? '0').toString());
  return write({ 'count.txt': String(before + 1), 'decided-on.txt': snapshot.commit });
}

export const head = async ({ git }: GitRepository) => (await git('rev-parse', 'main')).trim();

export async function givenHook({ path }: GitRepository, name: string, script: string): Promise<void> {
  const hook = join(path, 'hooks', name);
  await writeFile(hook, `#!/bin/sh\n${script}\n`);
  await chmod(hook, 0o755);
}

export async function textOf(store: Store, path: string): Promise<string | undefined> {
  const content = await store.snapshot().read(path);
  return content && Buffer.from(content).toString();
}
