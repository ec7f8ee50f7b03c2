/**
 * The repository that is used while no remote is configured: a bare one below the local path, made from the example catalog.
 *
 * From then on it is a remote like any other, at a path.
 */
import fs from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commit, init, resolveRef, writeBlob, writeTree } from 'isomorphic-git';
import type { TreeEntry } from 'isomorphic-git';

export interface EmbeddedRepositoryOptions {
  readonly localPath: string;
  readonly branch: string;
  readonly author: { readonly name: string; readonly email: string };
  /** The package's example unless told */
  readonly templateFolder?: string;
}

/** Lies beside `src` and `dist` alike, also in an installed package. */
const EXAMPLE = fileURLToPath(new URL('../../catalog-example', import.meta.url));

/** @returns the path of the repository, for use as a remote */
export async function ensureEmbeddedRepository(options: EmbeddedRepositoryOptions): Promise<string> {
  const path = join(options.localPath, 'repository.git');
  await mkdir(options.localPath, { recursive: true });
  if (!(await exists(path))) await createWhole(path, options);
  // After a change of GIT_REMOTE_BRANCH the repository is there and its branch is not.
  else if (!(await hasBranch(path, options.branch))) await addTemplate(path, options);
  return path;
}

/** Builds aside and renames, so that an interrupted start leaves no half repository. */
async function createWhole(path: string, options: EmbeddedRepositoryOptions): Promise<void> {
  const draft = await mkdtemp(join(options.localPath, '.repository-'));
  try {
    await init({ fs, gitdir: draft, bare: true, defaultBranch: options.branch });
    await addTemplate(draft, options);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    // Another process that starts at the same time was faster.
    if (!(await hasBranch(path, options.branch))) throw cause;
  }
}

async function addTemplate(gitdir: string, options: EmbeddedRepositoryOptions): Promise<void> {
  const { templateFolder = EXAMPLE, branch, author } = options;
  await commit({
    fs,
    gitdir,
    author,
    message: 'Start from the example catalog\n',
    tree: await writeFolder(gitdir, templateFolder),
    parent: [],
    ref: `refs/heads/${branch}`,
  });
}

async function writeFolder(gitdir: string, folder: string): Promise<string> {
  const tree: TreeEntry[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      tree.push({ mode: '040000', path: entry.name, oid: await writeFolder(gitdir, path), type: 'tree' });
    } else if (entry.isFile()) {
      const mode = fs.statSync(path).mode % 2 === 1 ? '100755' : '100644';
      tree.push({
        mode,
        path: entry.name,
        oid: await writeBlob({ fs, gitdir, blob: await readFile(path) }),
        type: 'blob',
      });
    }
  }
  return writeTree({ fs, gitdir, tree });
}

async function hasBranch(gitdir: string, branch: string): Promise<boolean> {
  return resolveRef({ fs, gitdir, ref: `refs/heads/${branch}` }).then(
    () => true,
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return fs.promises.stat(path).then(
    () => true,
    () => false,
  );
}
