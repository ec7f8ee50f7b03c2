/**
 * The repository that a command works on, whatever it is: files in a folder are read and written in place; everything
 * else, and every change that is pushed, goes through the git store.
 */
import { openFolderSnapshot } from '../../store/folder-snapshot.js';
import type { Snapshot, Transaction } from '../../store/store.js';
import { wrongUsage } from '../refusal.js';
import { locateRepository } from './locate-repository.js';

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
  if (location.kind === 'folder' && !request.push) return openFolder(location.path, location.isCheckout);
  // Loaded when they are needed: most commands read a folder.
  const { openRemote, openUpstream } = await import('./open-remote.js');
  if (location.kind === 'remote') return openRemote(location.url, request, surroundings);
  if (!location.isCheckout) throw wrongUsage(`${location.path} is no git checkout: there is nothing to push to`);
  return openUpstream(location.path, request, surroundings);
}

function openFolder(path: string, isCheckout: boolean): OpenRepository {
  return {
    read: async () => openFolderSnapshot(path),
    seen: async () => openFolderSnapshot(path),
    change: async <T>(transaction: Transaction<T>) => {
      const { result, changes } = await transaction(openFolderSnapshot(path));
      const { writeIntoFolder } = await import('./folder-writer.js');
      await writeIntoFolder(path, changes);
      return result;
    },
    history: isCheckout ? { folder: path, revision: 'HEAD' } : undefined,
    close: async () => {},
  };
}
