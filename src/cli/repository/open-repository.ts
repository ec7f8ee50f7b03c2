/**
 * The repository that a command works on, whatever it is: files in a folder are read and written in place; everything
 * else, and every change that is pushed, goes through the git store.
 */
import { openFolderSnapshot } from '../../store/folder-snapshot.js';
import type { Snapshot, Transaction } from '../../store/store.js';
import { wrongUsage } from '../refusal.js';
import { transportSettings, upstreamOf } from './checkout-remote.js';
import { writeIntoFolder } from './folder-writer.js';
import { gitIn } from './git-command.js';
import { locateRepository } from './locate-repository.js';
import type { RemoteStore, RemoteStoreRequest } from './remote-store.js';
import { readSettings } from './settings.js';

export interface RepositoryRequest {
  readonly repository: string;
  readonly branch?: string | undefined;
  /** Changes are committed and pushed, not written into the work tree. */
  readonly push?: boolean | undefined;
  /** Of a remote, fetch the commits of the past, too. */
  readonly fullHistory?: boolean | undefined;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stderr: NodeJS.WritableStream;
}

export interface OpenRepository {
  /** The newest state. */
  read(): Promise<Snapshot>;
  /** What the caller could see: of a checkout its work tree, which may be behind. */
  seen(): Promise<Snapshot>;
  /** Decides on the newest state; again and again as long as others are faster. */
  change<T>(transaction: Transaction<T>): Promise<T>;
  /** Where the history is; undefined for a folder without git. */
  readonly history: { readonly folder: string; readonly revision: string } | undefined;
  close(): Promise<void>;
}

/** Opens it, and closes it whatever happens. */
export async function withRepository<T>(
  request: RepositoryRequest,
  surroundings: Surroundings,
  work: (repository: OpenRepository) => Promise<T>,
): Promise<T> {
  const repository = await openRepository(request, surroundings);
  try {
    return await work(repository);
  } finally {
    await repository.close();
  }
}

async function openRepository(request: RepositoryRequest, surroundings: Surroundings): Promise<OpenRepository> {
  const location = await locateRepository(request.repository, surroundings.cwd);
  if (location.kind === 'remote') return openRemote(location.url, request, surroundings);
  if (!request.push) return openFolder(location.path, location.isCheckout);
  if (!location.isCheckout) throw wrongUsage(`${location.path} is no git checkout: there is nothing to push to`);
  return openUpstream(location.path, request, surroundings);
}

function openFolder(path: string, isCheckout: boolean): OpenRepository {
  return {
    read: async () => openFolderSnapshot(path),
    seen: async () => openFolderSnapshot(path),
    change: async <T>(transaction: Transaction<T>) => {
      const { result, changes } = await transaction(openFolderSnapshot(path));
      await writeIntoFolder(path, changes);
      return result;
    },
    history: isCheckout ? { folder: path, revision: 'HEAD' } : undefined,
    close: async () => {},
  };
}

/** Loaded when it is needed: most commands read a folder. */
async function openStore(request: RemoteStoreRequest): Promise<RemoteStore> {
  const { openRemoteStore } = await import('./remote-store.js');
  return openRemoteStore(request);
}

async function openRemote(
  url: string,
  { branch: asked, fullHistory }: RepositoryRequest,
  { env, cwd }: Surroundings,
): Promise<OpenRepository> {
  const settings = readSettings(env);
  const branch = asked ?? settings.branch ?? (await ownBranch(url, { env, cwd })) ?? 'main';
  const { store, gitDir, close } = await openStore({ url, branch, env, settings, cwd, fullHistory });
  const read = async () => {
    const snapshot = await store.refresh();
    if (snapshot.commit === null) throw wrongUsage(`the repository has no branch "${branch}": give one by --branch`);
    return snapshot;
  };
  return {
    read,
    seen: read,
    change: (transaction) => store.transact(transaction),
    history: { folder: gitDir, revision: `refs/heads/${branch}` },
    close,
  };
}

/** The branch that a repository at a path says to be its own. */
export async function ownBranch(
  url: string,
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
): Promise<string | undefined> {
  if (!url.startsWith('/')) return undefined;
  const { exitCode, stdout } = await gitIn(cwd, env).ask('--git-dir', url, 'symbolic-ref', '--short', 'HEAD');
  return exitCode === 0 ? stdout.trim() : undefined;
}

async function openUpstream(path: string, request: RepositoryRequest, surroundings: Surroundings) {
  const { env, stderr } = surroundings;
  const git = gitIn(path, env);
  const upstream = await upstreamOf(git, path, request.branch);
  const { branch } = upstream;
  const { store, gitDir, close } = await openStore({
    url: upstream.url,
    branch,
    env,
    settings: readSettings(env),
    extraEnvironment: await transportSettings(git),
    cwd: path,
  });
  const repository: OpenRepository = {
    read: () => store.refresh(),
    seen: async () => openFolderSnapshot(path),
    change: async (transaction) => {
      const result = await store.transact(transaction);
      // The commit is on the remote already: a checkout that cannot follow is only told of.
      await git.ask('fetch', '--quiet', upstream.remote, branch);
      const followed = await git.ask('merge', '--quiet', '--ff-only', 'FETCH_HEAD');
      if (followed.exitCode !== 0) stderr.write('The checkout has changes of its own: run gitbroker git pull\n');
      return result;
    },
    history: { folder: gitDir, revision: `refs/heads/${branch}` },
    close,
  };
  return repository;
}
