import { randomUUID } from 'node:crypto';
import { dump } from 'js-yaml';
import { afterEach, describe, expect, test } from 'vitest';
import { givenFolder, startBrokerProcess } from '../helpers/broker-process.js';
import { CATALOG, DATABASE, ORDER, SMALL } from '../helpers/catalog.js';
import { givenRepository } from '../helpers/git-repository.js';
import type { GitRepository } from '../helpers/git-repository.js';
import { instanceUrl, Platform } from '../helpers/platform.js';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function givenRemote(): Promise<GitRepository> {
  const repository = await givenRepository({ 'catalog.yml': dump(CATALOG) });
  cleanUps.push(repository.remove);
  return repository;
}

async function givenReplica(repository: GitRepository) {
  const folder = await givenFolder();
  cleanUps.push(folder.remove);
  const start = () => startBrokerProcess({ GIT_REMOTE: repository.path, GIT_LOCAL_PATH: folder.path });
  const process = await start();
  cleanUps.push(async () => process.child.exitCode ?? process.child.signalCode ?? (await process.stop()));
  return { process, platform: new Platform(process.url), start };
}

/** Ids that the branch has been told to create, in the order of its commits. */
async function createdOn(repository: GitRepository): Promise<string[]> {
  const log = await repository.git('log', '--reverse', '--format=%B', 'main');
  return [...log.matchAll(/Created Service instance (\S+)/g)].map(([, id]) => id ?? '');
}

const hasMerges = async (repository: GitRepository) =>
  (await repository.git('rev-list', '--merges', 'main')).trim() !== '';
const order = (platform: Platform, id: string) => platform.change('PUT', instanceUrl(id), { body: ORDER });

describe('several processes on one remote', () => {
  test('two brokers take orders at once: nothing is lost, history is linear, each order is there once', async () => {
    const repository = await givenRemote();
    const replicas = [await givenReplica(repository), await givenReplica(repository)];
    const ids = Array.from({ length: 60 }, () => randomUUID());
    const answers = await Promise.all(
      ids.flatMap((id, n) => {
        const [one, two] = replicas.map(({ platform }) => platform);
        // Every fifth order reaches both replicas, as a platform that retries would send it.
        return n % 5 === 0 ? [order(one!, id), order(two!, id)] : [order(n % 2 ? one! : two!, id)];
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect((await createdOn(repository)).sort()).toEqual([...ids].sort());
    expect(await hasMerges(repository)).toBe(false);
  });

  test('both replicas give one operation to the same order, and know at once what the other has answered (GETI-02, LOP-09, DEP-09, CONC-06)', async () => {
    const repository = await givenRemote();
    const [one, two] = [await givenReplica(repository), await givenReplica(repository)];
    const id = randomUUID();
    const [first, second] = await Promise.all([order(one.platform, id), order(two.platform, id)]);
    expect(first.body).toEqual(second.body);
    const other = randomUUID();
    await order(one.platform, other);
    expect((await two.platform.get(`${instanceUrl(other)}/last_operation`)).status).toBe(200);
    const deleted = await two.platform.change('DELETE', instanceUrl(other), {
      query: { service_id: DATABASE, plan_id: SMALL },
    });
    expect(deleted.status).toBe(202);
    await repository.push({ [`instances/${id}/status.yml`]: 'status: succeeded\n' });
    await expect
      .poll(async () => (await one.platform.get(`${instanceUrl(id)}/last_operation`)).body['state'], {
        timeout: 10_000,
      })
      .toBe('succeeded');
    expect((await two.platform.get(instanceUrl(id))).status).toBe(200);
  });

  test('a pipeline that pushes during every write stops none of them', async () => {
    const repository = await givenRemote();
    const { platform } = await givenReplica(repository);
    const writing = { on: true };
    const pipeline = (async () => {
      for (let n = 0; writing.on; n += 1) await repository.push({ 'pipeline.log': `${n}\n` }, `pipeline ${n}`);
    })();
    const ids = Array.from({ length: 12 }, () => randomUUID());
    const answers = [];
    for (const id of ids) answers.push((await order(platform, id)).status);
    writing.on = false;
    await pipeline;
    expect(answers).toEqual(ids.map(() => 202));
    expect(await createdOn(repository)).toEqual(ids);
    expect(await hasMerges(repository)).toBe(false);
  });

  test('kill -9 during writes: every 202 is on the remote, and the restarted broker knows it (ASYNC-13)', async () => {
    const repository = await givenRemote();
    const replica = await givenReplica(repository);
    let { process } = replica;
    const accepted: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const platform = new Platform(process.url);
      const clients = Array.from({ length: 8 }, async () => {
        for (;;) {
          const id = randomUUID();
          const answer = await order(platform, id).catch(() => undefined);
          if (!answer) return;
          if (answer.status === 202) accepted.push(id);
          if (accepted.length >= 15 * (round + 1)) void process.kill();
        }
      });
      await Promise.all(clients);
      process = await replica.start();
      const survivor = process;
      cleanUps.push(async () => survivor.child.exitCode ?? survivor.child.signalCode ?? (await survivor.stop()));
    }
    const created = await createdOn(repository);
    expect(created).toEqual(expect.arrayContaining(accepted));
    expect(new Set(created).size).toBe(created.length);
    const platform = new Platform(process.url);
    for (const id of accepted) expect((await platform.get(`${instanceUrl(id)}/last_operation`)).status).toBe(200);
  });
});
