/** The branch at one commit, read on demand. */
import type { ObjectSource } from './object-source.js';
import type { Entry, Snapshot } from './store.js';
import { FOLDER_MODE, fromTreeName, toTreeName } from './tree.js';
import type { Tree, TreeEntry } from './tree.js';

const NO_ENTRIES: ReadonlyMap<string, Entry> = new Map();

export class GitSnapshot implements Snapshot {
  readonly commit: string | null;
  /** Id of the root tree; undefined while the branch does not exist. */
  readonly rootTree: string | undefined;
  readonly #objects: ObjectSource;

  constructor(objects: ObjectSource, commit: string | null, rootTree: string | undefined) {
    this.#objects = objects;
    this.commit = commit;
    this.rootTree = rootTree;
  }

  async entry(path: string): Promise<Entry | undefined> {
    const found = await this.find(path);
    return found && toEntry(found);
  }

  async list(folder: string): Promise<ReadonlyMap<string, Entry>> {
    const tree = await this.tree(folder);
    if (!tree) return NO_ENTRIES;
    const entries = new Map<string, Entry>();
    for (const [name, entry] of tree) {
      const known = toEntry(entry);
      if (known) entries.set(fromTreeName(name), known);
    }
    return entries;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const found = await this.find(path);
    return found && toEntry(found)?.kind === 'file' ? this.#objects.blob(found.id) : undefined;
  }

  /** The tree of a folder; undefined when there is no such folder. */
  async tree(folder: string): Promise<Tree | undefined> {
    if (this.rootTree === undefined) return undefined;
    let tree = await this.#objects.tree(this.rootTree);
    if (folder === '') return tree;
    for (const name of folder.split('/')) {
      const entry = tree.get(toTreeName(name));
      if (entry?.mode !== FOLDER_MODE) return undefined;
      tree = await this.#objects.tree(entry.id);
    }
    return tree;
  }

  async find(path: string): Promise<TreeEntry | undefined> {
    const slash = path.lastIndexOf('/');
    const tree = await this.tree(slash === -1 ? '' : path.slice(0, slash));
    return tree?.get(toTreeName(path.slice(slash + 1)));
  }
}

/** Links and submodules are nothing that anyone here may follow. */
function toEntry({ mode, id }: TreeEntry): Entry | undefined {
  if (mode === FOLDER_MODE) return { kind: 'folder', id };
  return mode.startsWith('100') ? { kind: 'file', id } : undefined;
}
