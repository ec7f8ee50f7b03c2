/** The built binary, run as a person or a pipeline would, in checkouts of real repositories. */
import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { givenFolder } from '../helpers/broker-process.js';
import { givenRepository } from '../helpers/git-repository.js';
import type { Files, GitRepository } from '../helpers/git-repository.js';

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
export const UNIPIPE = fileURLToPath(new URL('../fixtures/unipipe/osb-git', import.meta.url));
/** Instances of the UniPipe repository. */
export const VPC = '159440dd-652a-4e2b-916e-9cd4dde33c33';
export const DEVOPS = '49c96fa5-46cc-4334-a718-378ceed2de81';
export const DELETING = 'eed1df43-e63c-40ad-995e-e21068254ef9';

export interface Answer {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Record<string, string>;
}

/** A person's own git configuration would make answers depend on the machine. */
export const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  TMPDIR: process.env['TMPDIR'] ?? '/tmp',
  // Records of tests are old.
  OPERATION_TIMEOUT: '0',
};

export function gitbroker(args: readonly string[], { cwd, stdin, env }: RunOptions = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [MAIN, ...args],
      { cwd, env: { ...ENVIRONMENT, ...env }, maxBuffer: 1 << 28 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(stdin ?? '');
  });
}

export interface Checkout {
  readonly path: string;
  readonly remote: GitRepository;
  git(...args: string[]): Promise<string>;
  read(path: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
  gitbroker(...args: string[]): Promise<Answer>;
  remove(): Promise<void>;
}

/** A checkout of a remote of its own. */
export async function givenCheckout(files: Files): Promise<Checkout> {
  const remote = await givenRepository(files);
  const { path, remove, git } = await clone(remote.path);
  return {
    path,
    remote,
    git,
    read: (name) => readFile(join(path, name), 'utf8'),
    write: (name, content) => writeFile(join(path, name), content),
    gitbroker: (...args) => gitbroker(args, { cwd: path }),
    remove: async () => {
      await remove();
      await remote.remove();
    },
  };
}

/** One that goes away with the test. */
export async function checkoutOf(files: Files): Promise<Checkout> {
  const checkout = await givenCheckout(files);
  onTestFinished(checkout.remove);
  return checkout;
}

async function clone(remote: string) {
  const { path: folder, remove } = await givenFolder();
  const path = join(folder, 'checkout');
  const run = promisify(execFile);
  const git = async (...args: string[]) => (await run('git', args, { cwd: path, env: ENVIRONMENT })).stdout;
  await run('git', ['clone', '--quiet', remote, path], { env: ENVIRONMENT });
  await git('config', 'user.name', 'Person');
  await git('config', 'user.email', 'person@example.com');
  return { path, git, remove };
}

/** The UniPipe repository as a plain folder that a test may change. */
export async function givenUniPipeFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await givenFolder();
  await cp(UNIPIPE, folder.path, { recursive: true });
  await rm(join(folder.path, 'readme.md'));
  return folder;
}
