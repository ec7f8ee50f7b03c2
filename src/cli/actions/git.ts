/** `gitbroker git pull` and `push`: for pipelines that change files themselves. Nothing is left half done. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CommandContext } from '../command-context.js';
import { gitFailed, wrongUsage } from '../refusal.js';
import { upstreamOf } from '../repository/checkout-remote.js';
import type { Upstream } from '../repository/checkout-remote.js';
import { clean, gitIn } from '../repository/git-command.js';
import type { GitCommand } from '../repository/git-command.js';
import { locateRepository } from '../repository/locate-repository.js';

export interface GitPullOptions {
  readonly branch?: string;
}

export interface GitPushOptions extends GitPullOptions {
  readonly name?: string;
  readonly email?: string;
  readonly message: string;
}

const MAX_ATTEMPTS = 20;
const MAX_BACK_OFF_MS = 2_000;
const LOST_RACE = /non-fast-forward|fetch first|stale info|cannot lock ref|failed to update ref|incorrect old value/i;

export async function runGitPull(
  { cwd, env, stderr }: CommandContext,
  repository: string,
  { branch }: GitPullOptions,
): Promise<void> {
  const { git, upstream } = await openCheckout(repository, branch, { cwd, env });
  const before = await commitOf(git, 'HEAD');
  await follow(git, upstream);
  const after = await commitOf(git, 'HEAD');
  stderr.write(before === after ? 'The checkout is up to date\n' : `The checkout is at ${after}\n`);
}

export async function runGitPush(
  { cwd, env, stderr }: CommandContext,
  repository: string,
  { branch, name, email, message }: GitPushOptions,
): Promise<void> {
  const { git, upstream } = await openCheckout(repository, branch, { cwd, env });
  await git.run('add', '--all');
  if ((await git.ask('diff', '--cached', '--quiet')).exitCode !== 0) {
    const author = await authorSettings(git, { name, email });
    await git.run(...author, 'commit', '--quiet', '--no-verify', '-m', message);
  }
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const push = await git.ask('push', '--quiet', '--porcelain', upstream.remote, `HEAD:refs/heads/${upstream.branch}`);
    if (push.exitCode === 0) {
      stderr.write(`Pushed ${await commitOf(git, 'HEAD')}\n`);
      return;
    }
    const words = clean(`${push.stderr}\n${push.stdout}`);
    if (!LOST_RACE.test(words)) throw gitFailed(`git push failed, the commit is in the checkout only: ${words}`);
    await wait(Math.random() * Math.min(50 * (attempt - 1), MAX_BACK_OFF_MS));
    await follow(git, upstream);
  }
  throw gitFailed(`others were faster ${MAX_ATTEMPTS} times; the commit is in the checkout only: push again`);
}

async function openCheckout(
  repository: string,
  branch: string | undefined,
  { cwd, env }: Pick<CommandContext, 'cwd' | 'env'>,
) {
  const location = await locateRepository(repository, cwd);
  if (location.kind !== 'folder' || !location.isCheckout) throw wrongUsage(`${repository} is no git checkout`);
  const git = gitIn(location.path, env);
  return { git, upstream: await upstreamOf(git, location.path, branch) };
}

/** Puts local commits on top of the remote's; the checkout is as it was when that cannot be done. */
async function follow(git: GitCommand, { remote, branch }: Upstream): Promise<void> {
  await git.run('fetch', '--quiet', remote, `refs/heads/${branch}`);
  const theirs = await commitOf(git, 'FETCH_HEAD');
  if ((await git.ask('merge-base', '--is-ancestor', theirs, 'HEAD')).exitCode === 0) return;
  await refuseOverlap(git, theirs);
  const settings = await authorSettings(git, {});
  const rebased = await git.ask(...settings, 'rebase', '--quiet', '--autostash', theirs);
  if (rebased.exitCode === 0) return;
  await git.ask('rebase', '--abort');
  throw gitFailed(`the same was changed here and on ${remote}/${branch}; nothing is changed: ${clean(rebased.stderr)}`);
}

/** Uncommitted changes of files that have changed on the remote too could only be kept as conflicts. */
async function refuseOverlap(git: GitCommand, theirs: string): Promise<void> {
  const names = async (...args: string[]) => (await git.run(...args)).split('\0').filter(Boolean);
  const base = (await git.ask('merge-base', 'HEAD', theirs)).stdout.trim() || 'HEAD';
  const changed = new Set(await names('diff', '--name-only', '--no-renames', '-z', base, theirs));
  const own = [
    ...(await names('diff', '--name-only', '--no-renames', '-z', 'HEAD')),
    ...(await names('ls-files', '--others', '--exclude-standard', '-z')),
  ];
  const both = own.filter((path) => changed.has(path));
  if (both.length > 0) {
    throw gitFailed(`changed here, uncommitted, and on the remote; nothing is changed: ${both.join(', ')}`);
  }
}

/** CI systems often have none, and git then refuses to commit. */
async function authorSettings(
  git: GitCommand,
  given: { readonly name?: string | undefined; readonly email?: string | undefined },
): Promise<string[]> {
  const known = async (key: string) => (await git.ask('config', key)).stdout.trim();
  const name = given.name ?? ((await known('user.name')) || 'gitbroker');
  const email = given.email ?? ((await known('user.email')) || 'gitbroker@localhost');
  return ['-c', `user.name=${name}`, '-c', `user.email=${email}`];
}

async function commitOf(git: GitCommand, revision: string): Promise<string> {
  return (await git.run('rev-parse', '--verify', '--quiet', `${revision}^{commit}`)).trim();
}
