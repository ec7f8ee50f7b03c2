/** A snapshot with changes on top that are not committed yet: what the next transaction of a batch is decided on. */
import type { Change, Entry, Snapshot } from './store.js';

/** A folder of which something was changed. Names without an entry are as they are below. */
export interface StagedFolder {
  /** True when the folder below was removed: only what is staged exists. */
  readonly replaced: boolean;
  readonly children: Map<string, StagedFolder | Uint8Array | null>;
}

export class StagedSnapshot implements Snapshot {
  readonly #below: Snapshot;
  readonly root: StagedFolder = { replaced: false, children: new Map() };

  constructor(below: Snapshot) {
    this.#below = below;
  }

  get commit(): string | null {
    return this.#below.commit;
  }

  get isChanged(): boolean {
    return this.root.children.size > 0;
  }

  /** All of them or, when a path is none, nothing. @throws RangeError */
  apply(changes: readonly Change[]): void {
    const named = changes.map(({ path, content }) => ({ names: namesOf(path), content }));
    for (const { names, content } of named) {
      const name = names.pop() ?? '';
      let folder = this.root;
      for (const parent of names) folder = stagedFolder(folder, parent);
      folder.children.set(name, typeof content === 'string' ? Buffer.from(content) : content);
    }
  }

  async entry(path: string): Promise<Entry | undefined> {
    const staged = this.#staged(path);
    if (staged === 'below') return this.#below.entry(path);
    if (staged === null) return undefined;
    if (staged instanceof Uint8Array) return { kind: 'file', id: undefined };
    if (await this.#hasEntries(path, staged)) return { kind: 'folder', id: undefined };
    const below = staged.replaced ? undefined : await this.#below.entry(path);
    return below?.kind === 'file' ? below : undefined;
  }

  async list(path: string): Promise<ReadonlyMap<string, Entry>> {
    const staged = path === '' ? this.root : this.#staged(path);
    if (staged === 'below') return this.#below.list(path);
    if (staged === null || staged instanceof Uint8Array) return new Map();
    const entries = new Map(staged.replaced ? [] : await this.#below.list(path));
    for (const [name, child] of staged.children) {
      const entry = child === null ? undefined : await this.entry(path === '' ? name : `${path}/${name}`);
      if (entry) entries.set(name, entry);
      else entries.delete(name);
    }
    return entries;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const staged = this.#staged(path);
    if (staged === 'below') return this.#below.read(path);
    if (staged === null || staged instanceof Uint8Array) return staged ?? undefined;
    return (await this.entry(path))?.kind === 'file' ? this.#below.read(path) : undefined;
  }

  /** Git knows no empty folder. */
  async #hasEntries(path: string, { children }: StagedFolder): Promise<boolean> {
    for (const child of children.values()) if (child instanceof Uint8Array) return true;
    return (await this.list(path)).size > 0;
  }

  #staged(path: string): StagedFolder | Uint8Array | null | 'below' {
    let folder = this.root;
    const names = namesOf(path);
    for (const [depth, name] of names.entries()) {
      const child = folder.children.get(name);
      if (child === undefined) return folder.replaced ? null : 'below';
      if (depth === names.length - 1) return child;
      if (child === null || child instanceof Uint8Array) return null;
      folder = child;
    }
    return folder;
  }
}

function stagedFolder(parent: StagedFolder, name: string): StagedFolder {
  const known = parent.children.get(name);
  if (known && !(known instanceof Uint8Array)) return known;
  const folder: StagedFolder = { replaced: known !== undefined || parent.replaced, children: new Map() };
  parent.children.set(name, folder);
  return folder;
}

/** @throws RangeError for paths that git would refuse or that could leave the repository */
function namesOf(path: string): string[] {
  const names = path.split('/');
  const bad = names.some(
    (name) => name === '' || name === '.' || name === '..' || name.includes('\0') || name.toLowerCase() === '.git',
  );
  if (bad) throw new RangeError(`not a path in a repository: ${JSON.stringify(path)}`);
  return names;
}
