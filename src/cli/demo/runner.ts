/** The runner in the demo: the real one, on a clone and in folders of its own. */
import { join } from 'node:path';
import { runPending } from '../../runner/run-pending.js';
import type { RunSummary } from '../../runner/run-pending.js';
import { openRunnerStore } from '../repository/runner-store.js';
import type { Surroundings } from '../repository/open-repository.js';

/** What the example's handlers may need; not the servers that a person's own environment leads to. */
const NAMES = ['PATH', 'HOME', 'TMPDIR', 'LANG'];
const AUTHOR = { GIT_AUTHOR_NAME: 'Runner', GIT_AUTHOR_EMAIL: 'runner@example.com' };

/** Does what waits, once. */
export async function runDemoRunner(
  repository: string,
  folder: string,
  { env, cwd, stderr }: Surroundings,
): Promise<RunSummary> {
  const own = Object.fromEntries(NAMES.map((name) => [name, env[name]]));
  const opened = await openRunnerStore(repository, 'main', { env: { ...own, ...AUTHOR }, cwd, stderr });
  try {
    return await runPending({
      store: opened.store,
      folder: join(folder, 'runner'),
      signal: new AbortController().signal,
      env: own,
    });
  } finally {
    await opened.close();
  }
}
