/** A broker process on a repository of its own, with a platform and a pipeline to play against it. */
import { dump } from 'js-yaml';
import { startBrokerProcess, givenFolder } from './broker-process.js';
import type { BrokerProcess } from './broker-process.js';
import { givenRepository } from './git-repository.js';
import type { Files, GitRepository } from './git-repository.js';
import { Platform } from './platform.js';
import type { Answer } from './platform.js';
import { CATALOG } from './catalog.js';

export interface GivenBroker {
  readonly platform: Platform;
  readonly repository: GitRepository;
  readonly process: BrokerProcess;
  /** Writes a status for the operation that the answer named, as a pipeline does, and lets the broker see it. */
  report(recordPath: string, answer: Answer, status: Record<string, unknown>, files?: Files): Promise<void>;
  remove(): Promise<void>;
}

export async function givenBroker(files: Files = {}, env: Record<string, string> = {}): Promise<GivenBroker> {
  const repository = await givenRepository({ 'catalog.yml': dump(CATALOG), ...files });
  const folder = await givenFolder();
  const process = await startBrokerProcess({ GIT_REMOTE: repository.path, GIT_LOCAL_PATH: folder.path, ...env });
  const platform = new Platform(process.url);
  return {
    platform,
    repository,
    process,
    report: async (recordPath, answer, status, more = {}) => {
      const operation = answer.body['operation'];
      await repository.push({ [`${recordPath}/status.yml`]: dump({ ...status, operation }), ...more });
      // A poll of an unknown id is answered only after a look at the remote: from here on the broker knows the status.
      await platform.get('/v2/service_instances/unknown/last_operation');
    },
    remove: async () => {
      await process.stop();
      await folder.remove();
      await repository.remove();
    },
  };
}
