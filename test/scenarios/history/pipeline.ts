/** A pipeline: finds records whose operation waits, and reports about them; now and then too late, or about another operation. */
import { setTimeout as pause } from 'node:timers/promises';
import { dump, load } from 'js-yaml';
import type { Files, GitRepository } from '../../helpers/git-repository.js';
import type { Random } from './random.js';

export async function actAsPipeline(repository: GitRepository, random: Random, signal: AbortSignal): Promise<void> {
  let stale = 'an-operation-of-long-ago';
  while (!signal.aborted) {
    const orders = (await repository.list()).filter((path) => /^instances\/.*\/(?:instance|binding)\.yml$/.test(path));
    if (orders.length === 0) {
      await pause(50);
      continue;
    }
    const path = random.pick(orders);
    const folder = path.slice(0, path.lastIndexOf('/'));
    const operation = await operationAt(repository, path);
    if (operation === undefined) continue;
    const status = random.chance(0.8) ? 'succeeded' : 'failed';
    const files: Files = {
      [`${folder}/status.yml`]: dump({ status, operation: random.chance(0.1) ? stale : operation }),
    };
    if (path.endsWith('binding.yml')) files[`${folder}/credentials.yml`] = dump({ user: folder });
    if (!(await hasEnded(repository, folder, operation))) await repository.push(files, `report ${operation}`);
    stale = operation;
  }
}

async function operationAt(repository: GitRepository, path: string): Promise<string | undefined> {
  const order = load((await repository.read(path)) ?? '{}') as { operation?: { id?: string } } | undefined;
  return order?.operation?.id;
}

async function hasEnded(repository: GitRepository, folder: string, operation: string): Promise<boolean> {
  const text = await repository.read(`${folder}/status.yml`);
  const said = load(text ?? '{}') as { status?: string; operation?: string } | undefined;
  return said?.operation === operation && said.status !== 'in progress';
}
