/** Lets everybody act at once for a while, and takes down what each got to know. */
import { setTimeout as pause } from 'node:timers/promises';
import { basename, dirname } from 'node:path';
import { dump } from 'js-yaml';
import { CATALOG } from '../../helpers/catalog.js';
import { givenRepository } from '../../helpers/git-repository.js';
import { startGitServer } from '../../helpers/git-server.js';
import { causeChaos } from './chaos.js';
import { actAsPlatform } from './clients.js';
import type { Recorder } from './clients.js';
import type { History } from './events.js';
import { actAsPipeline } from './pipeline.js';
import { createRandom } from './random.js';
import { readBranch } from './read-branch.js';
import { givenReplica } from './replica.js';

export interface Plan {
  readonly seed: number;
  readonly seconds: number;
  readonly replicas: number;
  readonly clients: number;
}

/** @returns the history, and what was done to brokers and git host meanwhile */
export async function makeHistory(plan: Plan): Promise<History & { readonly chaos: readonly string[] }> {
  const repository = await givenRepository({ 'catalog.yml': dump(CATALOG) });
  const server = await startGitServer(dirname(repository.path));
  const env = {
    GIT_REMOTE: `${server.url}/${basename(repository.path)}`,
    GIT_USERNAME: server.username,
    GIT_PASSWORD: server.password,
    GIT_TIMEOUT: '5',
    LOG_LEVEL: 'fatal',
  };
  const replicas = await Promise.all(Array.from({ length: plan.replicas }, () => givenReplica(env)));
  const recorder = createRecorder();
  const end = new AbortController();
  try {
    const urls = () => replicas.map(({ url }) => url);
    const clients = Array.from({ length: plan.clients }, (_, n) =>
      actAsPlatform(urls, createRandom(plan.seed + n), recorder, end.signal),
    );
    const pipeline = actAsPipeline(repository, createRandom(plan.seed + 1000), end.signal);
    const chaos = causeChaos(replicas, server, createRandom(plan.seed + 2000), end.signal);
    const acting = Promise.all([chaos, pipeline, ...clients]);
    // Somebody who fails ends it for all.
    await Promise.race([pause(plan.seconds * 1000), acting]);
    end.abort();
    const [done] = await acting;
    return { ...recorder, branch: await readBranch(repository.path), chaos: done };
  } finally {
    end.abort();
    await Promise.all(replicas.map(({ remove }) => remove()));
    await server.stop();
    await repository.remove();
  }
}

function createRecorder(): Recorder {
  let time = 0;
  return {
    orders: [],
    polls: [],
    now: () => {
      time += 1;
      return time;
    },
  };
}
