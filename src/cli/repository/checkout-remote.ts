/** Where a checkout pushes to: the upstream of its branch, and what git is configured with to get there. */
import { resolve } from 'node:path';
import { wrongUsage } from '../refusal.js';
import type { GitCommand } from './git-command.js';

export interface Upstream {
  /** Name of the remote, e.g. `origin`. */
  readonly remote: string;
  readonly url: string;
  readonly branch: string;
}

/**
 * @param asked the branch to push to, where it is not the upstream: some CI systems check out a commit, not a branch
 * @throws Refusal for a detached head and a missing remote
 */
export async function upstreamOf(git: GitCommand, folder: string, asked?: string): Promise<Upstream> {
  const head = await git.ask('symbolic-ref', '--quiet', '--short', 'HEAD');
  if (head.exitCode !== 0 && asked === undefined) {
    throw wrongUsage('the checkout is on no branch (detached head): check a branch out first, or give --branch');
  }
  const branch = head.stdout.trim() || asked;
  const remote = (await configured(git, `branch.${branch}.remote`)) ?? 'origin';
  const merge = (await configured(git, `branch.${branch}.merge`)) ?? `refs/heads/${branch}`;
  const url = await git.ask('remote', 'get-url', remote);
  if (url.exitCode !== 0) throw wrongUsage(`the checkout has no remote "${remote}": add one with git remote add`);
  return { remote, url: absolute(url.stdout.trim(), folder), branch: asked ?? merge.replace('refs/heads/', '') };
}

/** Settings of the checkout itself that decide how a remote is reached; CI systems keep their credentials there. */
export async function transportSettings(git: GitCommand): Promise<Record<string, string>> {
  const { stdout } = await git.ask('config', '--local', '--includes', '--list', '--null');
  const settings = stdout
    .split('\0')
    .map((entry) => entry.split('\n'))
    .filter(([key = '']) => /^(http|https|credential|url)\.|^core\.sshcommand$/.test(key));
  const numbered = settings.flatMap(([key = '', ...value], n) => [
    [`GIT_CONFIG_KEY_${n}`, key],
    [`GIT_CONFIG_VALUE_${n}`, value.join('\n')],
  ]);
  return { ...Object.fromEntries(numbered), GIT_CONFIG_COUNT: String(settings.length) };
}

async function configured(git: GitCommand, key: string): Promise<string | undefined> {
  const { exitCode, stdout } = await git.ask('config', key);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** Git means a relative path from the checkout. */
function absolute(url: string, folder: string): string {
  return /^\.{1,2}(\/|$)/.test(url) ? resolve(folder, url) : url;
}
