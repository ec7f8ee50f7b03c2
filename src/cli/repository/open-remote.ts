/** A repository that is read and written through the git store: a bare one, a URL, or what a checkout pushes to. */
import { openFolderSnapshot } from '../../store/folder-snapshot.js';
import { wrongUsage } from '../refusal.js';
import { transportSettings, upstreamOf } from './checkout-remote.js';
import { gitIn } from './git-command.js';
import type { OpenRepository, RepositoryRequest, Surroundings } from './open-repository.js';
import { openRemoteStore } from './remote-store.js';
import { readSettings } from './settings.js';

export async function openRemote(
  url: string,
  { branch: asked, fullHistory }: RepositoryRequest,
  { env, cwd }: Surroundings,
): Promise<OpenRepository> {
  const settings = readSettings(env);
  const branch = asked ?? settings.branch ?? (await ownBranch(url, { env, cwd })) ?? 'main';
  const { store, gitDir, close } = await openRemoteStore({ url, branch, env, settings, cwd, fullHistory });
  const read = async () => {
    const snapshot = await store.refresh();
    if (snapshot.commit === null) throw wrongUsage(`the repository has no branch "${branch}": give one by --branch`);
    return snapshot;
  };
  return {
    read,
    seen: read,
    change: (transaction) => store.transact(transaction),
    history: { folder: gitDir, revision: `refs/heads/${branch}` },
    close,
  };
}

/** The branch that a repository at a path says to be its own. */
export async function ownBranch(
  url: string,
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
): Promise<string | undefined> {
  if (!url.startsWith('/')) return undefined;
  const { exitCode, stdout } = await gitIn(cwd, env).ask('--git-dir', url, 'symbolic-ref', '--short', 'HEAD');
  return exitCode === 0 ? stdout.trim() : undefined;
}

export async function openUpstream(path: string, request: RepositoryRequest, surroundings: Surroundings) {
  const { env, stderr } = surroundings;
  const git = gitIn(path, env);
  const upstream = await upstreamOf(git, path, request.branch);
  const { branch } = upstream;
  const { store, gitDir, close } = await openRemoteStore({
    url: upstream.url,
    branch,
    env,
    settings: readSettings(env),
    extraEnvironment: await transportSettings(git),
    cwd: path,
  });
  const repository: OpenRepository = {
    read: () => store.refresh(),
    seen: async () => openFolderSnapshot(path),
    change: async (transaction) => {
      const result = await store.transact(transaction);
      // The commit is on the remote already: a checkout that cannot follow is only told of.
      await git.ask('fetch', '--quiet', upstream.remote, branch);
      const followed = await git.ask('merge', '--quiet', '--ff-only', 'FETCH_HEAD');
      if (followed.exitCode !== 0) stderr.write('The checkout has changes of its own: run gitbroker git pull\n');
      return result;
    },
    history: { folder: gitDir, revision: `refs/heads/${branch}` },
    close,
  };
  return repository;
}
