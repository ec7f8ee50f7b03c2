/** The store that a runner works on: the remote, also of a checkout. A work tree takes no part: claims are commits. */
import type { Store } from '../../store/store.js';
import { composeRunnerMessage } from '../../runner/commit-note.js';
import { wrongUsage } from '../refusal.js';
import { transportSettings, upstreamOf } from './checkout-remote.js';
import { gitIn } from './git-command.js';
import { locateRepository } from './locate-repository.js';
import { ownBranch } from './open-remote.js';
import type { Surroundings } from './open-repository.js';
import { openRemoteStore } from './remote-store.js';
import { readSettings } from './settings.js';

export interface RunnerStore {
  readonly store: Store;
  readonly url: string;
  readonly branch: string;
  close(): Promise<void>;
}

/** @throws Refusal for a folder without a remote */
export async function openRunnerStore(
  repository: string,
  asked: string | undefined,
  surroundings: Surroundings,
): Promise<RunnerStore> {
  const { env, cwd } = surroundings;
  const settings = readSettings(env);
  const target = await targetOf(repository, asked ?? settings.branch, surroundings);
  const { store, close } = await openRemoteStore({
    ...target,
    env,
    settings,
    cwd: target.folder ?? cwd,
    composeMessage: composeRunnerMessage,
  });
  return { store, url: target.url, branch: target.branch, close };
}

interface Target {
  readonly url: string;
  readonly branch: string;
  readonly folder?: string;
  readonly extraEnvironment?: Record<string, string>;
}

async function targetOf(repository: string, asked: string | undefined, { env, cwd }: Surroundings): Promise<Target> {
  const location = await locateRepository(repository, cwd);
  if (location.kind === 'remote') {
    const { url } = location;
    return { url, branch: asked ?? (await ownBranch(url, { env, cwd })) ?? 'main' };
  }
  const folder = location.path;
  if (!location.isCheckout) throw wrongUsage(`${folder} is no git checkout: orders are taken and reported by commits`);
  const git = gitIn(folder, env);
  const { url, branch } = await upstreamOf(git, folder, asked);
  return { url, branch, folder, extraEnvironment: await transportSettings(git) };
}
