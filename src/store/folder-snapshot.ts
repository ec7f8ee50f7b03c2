/**
 * A folder of the file system as a snapshot: the work tree of a checkout, or no repository at all. Links are nothing that
 * anyone here may follow, and count as absent; so does git's own folder. What has been looked at is not looked at again.
 */
import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, Snapshot } from './store.js';

/** @param root an existing folder */
export function openFolderSnapshot(root: string): Snapshot {
  return new FolderSnapshot(root);
}

class FolderSnapshot implements Snapshot {
  /** Nothing in a folder says whether it is committed. */
  readonly commit = null;
  readonly #root: string;
  readonly #listings = new Map<string, Promise<ReadonlyMap<string, Entry>>>();

  constructor(root: string) {
    this.#root = root;
  }

  async entry(path: string): Promise<Entry | undefined> {
    const slash = path.lastIndexOf('/');
    return (await this.list(slash === -1 ? '' : path.slice(0, slash))).get(path.slice(slash + 1));
  }

  list(folder: string): Promise<ReadonlyMap<string, Entry>> {
    const known = this.#listings.get(folder) ?? this.#list(folder);
    this.#listings.set(folder, known);
    return known;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    if ((await this.entry(path))?.kind !== 'file') return undefined;
    return readFile(join(this.#root, path));
  }

  /** Every folder on the way is looked up in the one above it, so that no link is passed. */
  async #list(folder: string): Promise<ReadonlyMap<string, Entry>> {
    if (folder !== '' && (await this.entry(folder))?.kind !== 'folder') return new Map();
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true });
    return new Map(
      entries
        .filter(({ name }) => name !== '.git')
        .flatMap((entry): [string, Entry][] => {
          if (entry.isDirectory()) return [[entry.name, { kind: 'folder', id: undefined }]];
          return entry.isFile() ? [[entry.name, { kind: 'file', id: undefined }]] : [];
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}

/** Whether nothing between a folder and a path in it is a link, so that writing stays inside. */
export async function isInsideFolder(root: string, path: string): Promise<boolean> {
  let folder = root;
  for (const name of path.split('/')) {
    folder = join(folder, name);
    const found = await lstat(folder).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!found) return true;
    if (found.isSymbolicLink()) return false;
  }
  return true;
}
