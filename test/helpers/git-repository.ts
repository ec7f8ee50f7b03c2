/** A real bare repository, and a clone of it in which a test acts as pipeline or person. */
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { givenFolder } from './broker-process.js';

const run = promisify(execFile);

/** Contents by path; null removes. */
export type Files = Record<string, string | null>;

export interface GitRepository {
  /** Path of the bare repository: use it as GIT_REMOTE. */
  readonly path: string;
  /** Commits and pushes, pulling again as long as somebody else was faster. */
  push(files: Files, message?: string): Promise<void>;
  /** Content on the remote branch; undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Paths on the remote branch. */
  list(): Promise<string[]>;
  /** Any git command in the bare repository. */
  git(...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function givenRepository(files: Files = {}, branch = 'main'): Promise<GitRepository> {
  const folder = await givenFolder();
  const path = join(folder.path, 'remote.git');
  const clone = join(folder.path, 'clone');
  const at = async (cwd: string, ...args: string[]) => (await run('git', args, { cwd, maxBuffer: 1 << 28 })).stdout;
  await run('git', ['init', '--quiet', '--bare', `--initial-branch=${branch}`, path]);
  await run('git', ['clone', '--quiet', path, clone]);
  await at(clone, 'config', 'user.name', 'Pipeline');
  await at(clone, 'config', 'user.email', 'pipeline@example.com');
  await at(clone, 'checkout', '--quiet', '-B', branch);

  const apply = async (changes: Files) => {
    for (const [name, content] of Object.entries(changes)) {
      const target = join(clone, name);
      if (content === null) await rm(target, { recursive: true, force: true });
      else {
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
      }
    }
    await at(clone, 'add', '--all');
  };

  const push = async (changes: Files, message = 'pipeline') => {
    for (;;) {
      const exists = await at(path, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`).then(
        Boolean,
        () => false,
      );
      if (exists) {
        await at(clone, 'fetch', '--quiet', 'origin', branch);
        await at(clone, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
      }
      await apply(changes);
      await at(clone, 'commit', '--quiet', '--allow-empty', '-m', message);
      const accepted = await at(clone, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`).then(
        () => true,
        (error: Error) => {
          if (/rejected|failed to push|cannot lock/.test(error.message)) return false;
          throw error;
        },
      );
      if (accepted) return;
    }
  };

  if (Object.keys(files).length > 0) await push(files, 'start');
  return {
    path,
    push,
    read: (name) => at(path, 'show', `${branch}:${name}`).catch(() => undefined),
    list: async () => (await at(path, 'ls-tree', '-r', '--name-only', '-z', branch)).split('\0').filter(Boolean),
    git: (...args) => at(path, ...args),
    remove: folder.remove,
  };
}
