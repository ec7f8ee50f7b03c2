/** Turns staged changes into git objects of the local clone: only what changed is written, trees come from memory. */
import { promises } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { writeBlob, writeCommit, writeObject } from 'isomorphic-git';
import type { GitSnapshot } from './git-snapshot.js';
import type { StagedFolder } from './staged-snapshot.js';
import { FILE_MODE, FOLDER_MODE, formatTree } from './tree.js';
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

/** isomorphic-git writes objects in place; a kill in between would leave half of one behind under a valid name. */
const atomicFs = {
  promises: {
    ...promises,
    writeFile: async (path: string, data: Uint8Array, options?: object) => {
      const temporary = `${path}.${randomUUID()}.tmp`;
      await promises.writeFile(temporary, data, options);
      await promises.rename(temporary, path);
    },
  },
};

/** @returns the new commit and its root tree; undefined when the staged changes come to nothing */
export async function writeStaged(
  base: GitSnapshot,
  staged: StagedFolder,
  message: string,
  options: CommitWriterOptions,
): Promise<{ commit: string; rootTree: string } | undefined> {
  const rootTree = (await writeFolder(base, '', staged, options)) ?? (await writeTree(new Map(), options));
  if (rootTree === base.rootTree) return undefined;
  const timestamp = Math.floor(options.clock().getTime() / 1000);
  const author = { ...options.author, timestamp, timezoneOffset: 0 };
  const commit = await writeCommit({
    fs: atomicFs,
    gitdir: options.gitDir,
    commit: { message, tree: rootTree, parent: base.commit === null ? [] : [base.commit], author, committer: author },
  });
  return { commit, rootTree };
}

/** undefined for a folder without entries: git knows none. */
async function writeFolder(
  base: GitSnapshot,
  path: string,
  staged: StagedFolder,
  options: CommitWriterOptions,
): Promise<string | undefined> {
  const below = staged.replaced ? undefined : await base.tree(path);
  const tree = new Map(below);
  await Promise.all(
    [...staged.children].map(async ([name, child]) => {
      const id = await writeChild(base, path === '' ? name : `${path}/${name}`, child, options);
      if (id === undefined) tree.delete(name);
      else tree.set(name, { mode: child instanceof Uint8Array ? FILE_MODE : FOLDER_MODE, id });
    }),
  );
  return tree.size === 0 ? undefined : writeTree(tree, options);
}

async function writeChild(
  base: GitSnapshot,
  path: string,
  child: StagedFolder | Uint8Array | null,
  options: CommitWriterOptions,
): Promise<string | undefined> {
  if (child === null) return undefined;
  if (child instanceof Uint8Array) return writeBlob({ fs: atomicFs, gitdir: options.gitDir, blob: child });
  return writeFolder(base, path, child, options);
}

async function writeTree(
  tree: Map<string, { mode: string; id: string }>,
  { gitDir, trees }: CommitWriterOptions,
): Promise<string> {
  const id = await writeObject({
    fs: atomicFs,
    gitdir: gitDir,
    type: 'tree',
    object: formatTree(tree),
    format: 'content',
  });
  trees.add(id, tree);
  return id;
}
