/** Turns staged changes into git objects of the local clone: only what changed is written, trees come from memory. */
import { randomUUID } from 'node:crypto';
import type { GitSnapshot } from './git-snapshot.js';
import { NewObjects } from './new-objects.js';
import type { StagedFolder } from './staged-snapshot.js';
import { FILE_MODE, FOLDER_MODE, formatTree, toTreeName } from './tree.js';
import type { Tree } from './tree.js';
import type { TreeCache } from './tree-cache.js';

export interface Author {
  readonly name: string;
  readonly email: string;
}

export interface CommitWriterOptions {
  readonly gitDir: string;
  readonly trees: TreeCache;
  readonly author: Author;
  readonly clock: () => Date;
}

export interface WrittenCommit {
  readonly commit: string;
  readonly rootTree: string;
}

/** @returns undefined when the staged changes come to nothing */
export async function writeStaged(
  base: GitSnapshot,
  staged: StagedFolder,
  message: string,
  { gitDir, trees, author, clock }: CommitWriterOptions,
): Promise<WrittenCommit | undefined> {
  const objects = new NewObjects();
  const folders = new FolderWriter(base, objects, trees);
  const rootTree = (await folders.write('', staged)) ?? folders.writeTree(new Map());
  if (rootTree === base.rootTree) return undefined;
  const lines = { tree: rootTree, parent: base.commit, author, seconds: Math.floor(clock().getTime() / 1000) };
  const commit = objects.add('commit', formatCommit(lines, message));
  await objects.write(gitDir);
  return { commit, rootTree };
}

class FolderWriter {
  readonly #base: GitSnapshot;
  readonly #objects: NewObjects;
  readonly #trees: TreeCache;

  constructor(base: GitSnapshot, objects: NewObjects, trees: TreeCache) {
    this.#base = base;
    this.#objects = objects;
    this.#trees = trees;
  }

  /** undefined for a folder without entries: git knows none. */
  async write(path: string, staged: StagedFolder): Promise<string | undefined> {
    const below = staged.replaced ? undefined : await this.#base.tree(path);
    const tree = new Map(below);
    for (const [name, child] of staged.children) {
      const treeName = toTreeName(name);
      const id = await this.#writeChild(path === '' ? name : `${path}/${name}`, child);
      if (id !== undefined) tree.set(treeName, { mode: child instanceof Uint8Array ? FILE_MODE : FOLDER_MODE, id });
      else if (removes(child) || tree.get(treeName)?.mode === FOLDER_MODE) tree.delete(treeName);
    }
    return tree.size === 0 ? undefined : this.writeTree(tree);
  }

  writeTree(tree: Tree): string {
    const id = this.#objects.add('tree', formatTree(tree));
    this.#trees.add(id, tree);
    return id;
  }

  async #writeChild(path: string, child: StagedFolder | Uint8Array | null): Promise<string | undefined> {
    if (child === null) return undefined;
    return child instanceof Uint8Array ? this.#objects.add('blob', Buffer.from(child)) : this.write(path, child);
  }
}

/** A folder in which only something was removed leaves a file of its name as it is. */
function removes(child: StagedFolder | Uint8Array | null): boolean {
  return child === null || child instanceof Uint8Array || child.replaced;
}

function formatCommit(
  { tree, parent, author, seconds }: { tree: string; parent: string | null; author: Author; seconds: number },
  message: string,
): Buffer {
  // What would end the line or the address is left out, as git itself does.
  const clean = (text: string) => text.replaceAll(/[<>\0\n]/g, '').trim();
  const person = `${clean(author.name)} <${clean(author.email)}> ${seconds} +0000`;
  const parents = parent === null ? [] : [`parent ${parent}`];
  // Two processes can write the same from the same state in the same second: whose commit arrived must still be clear.
  const nonce = `gitbroker-nonce ${randomUUID()}`;
  const head = [`tree ${tree}`, ...parents, `author ${person}`, `committer ${person}`, nonce];
  const lines = [...head, '', message.trimEnd(), ''];
  return Buffer.from(lines.join('\n'));
}
