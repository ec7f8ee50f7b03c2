/** What how-to pages find when they begin: a repository, the broker or mock at the address that they say, and orders. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { MOCK_CATALOG } from '../../src/mock/mock-catalog.js';
import { startMockServer } from '../../src/mock/mock-server.js';
import { UNIPIPE } from '../cli/given-cli.js';
import { givenFolder, startBrokerProcess } from '../helpers/broker-process.js';
import { givenRepository } from '../helpers/git-repository.js';
import type { Files, GitRepository } from '../helpers/git-repository.js';
import { Platform, bindingUrl, instanceUrl } from '../helpers/platform.js';

interface Situation {
  /** To be cloned into the folder where the page begins. */
  readonly remote?: string;
  readonly env?: Record<string, string>;
  readonly end: () => Promise<void>;
}

type Prepare = (port: number) => Promise<Situation>;

const EXAMPLE = new URL('../../catalog-example/catalog.yml', import.meta.url);
const OFFERING = '7e0f5d3c-0b1e-4a56-9c41-5d9c1f3a000';
const DATABASE = { service_id: `${OFFERING}1`, plan_id: `${OFFERING.slice(0, -1)}11` };
const ZONE = { service_id: `${OFFERING}2`, plan_id: `${OFFERING.slice(0, -1)}22` };

export const SITUATIONS: ReadonlyMap<string, Prepare> = new Map<string, Prepare>([
  ['docs/how-to/write-a-handler.md', served(({ order }) => order('my-db', DATABASE))],
  ['docs/how-to/automate-with-terraform.md', served(({ order }) => order('my-zone', ZONE, { name: 'red' }))],
  [
    'docs/how-to/retry-and-repair.md',
    served(async ({ order, repository }) => {
      await orderAll(['broken-db', 'failed-db', 'slow-db'], order);
      await repository.push({
        'instances/failed-db/status.yml': 'status: failed\ndescription: no space left\n',
        'instances/slow-db/status.yml': 'status: in progress\ndescription: the work has begun\n',
        'instances/broken-db/status.yml': 'status: succeeded\ndescription: ready: at last\n',
        ...claimOf('slow-db'),
      });
    }),
  ],
  [
    'docs/how-to/report-a-status-by-hand.md',
    served(async ({ order, platform, repository }) => {
      await order('team-blue', DATABASE);
      await repository.push({ 'instances/team-blue/status.yml': 'status: succeeded\n' });
      await platform.get('/v2/service_instances/unknown/last_operation');
      await platform.change('PUT', bindingUrl('team-blue', 'app'), { body: DATABASE });
      await orderAll(['team-green', 'team-pink', 'team-red'], order);
    }),
  ],
  ['docs/how-to/move-from-unipipe.md', keptByUnipipe],
  ['docs/how-to/use-the-client.md', mocked],
  ['docs/how-to/check-a-broker.md', mocked],
]);

interface Served {
  readonly repository: GitRepository;
  readonly platform: Platform;
  order(id: string, offering: object, parameters?: object): Promise<void>;
}

function served(prepare: (served: Served) => Promise<void>): Prepare {
  return async (port) => {
    const repository = await givenRepository({ 'catalog.yml': await readFile(EXAMPLE, 'utf8') });
    const folder = await givenFolder();
    const broker = await startBrokerProcess({
      GIT_REMOTE: repository.path,
      GIT_LOCAL_PATH: folder.path,
      APP_BASIC_AUTH_PASSWORD: 'secret',
      SERVER_PORT: String(port),
      POLL_RETRY_AFTER: '1',
    });
    const platform = new Platform(broker.url, 'user:secret');
    const order: Served['order'] = async (id, offering, parameters = {}) => {
      const body = { ...offering, organization_guid: 'org', space_guid: 'space', parameters };
      const { status, body: answer } = await platform.change('PUT', instanceUrl(id), { body });
      if (status !== 202) throw new Error(`${id}: ${status} ${JSON.stringify(answer)}`);
    };
    await prepare({ repository, platform, order });
    return {
      remote: repository.path,
      end: async () => {
        await broker.stop();
        await folder.remove();
        await repository.remove();
      },
    };
  };
}

async function keptByUnipipe(): Promise<Situation> {
  const names = (await readdir(UNIPIPE, { recursive: true })).filter((name) => name.endsWith('.yml'));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(UNIPIPE, name), 'utf8')]));
  const repository = await givenRepository(Object.fromEntries(files));
  return { remote: repository.path, end: repository.remove };
}

/** The oldest is the first one in the alphabet, too: lists sort by either. */
async function orderAll(ids: readonly string[], order: Served['order']): Promise<void> {
  for (const id of ids) await order(id, DATABASE);
}

/** Of a runner whose machine has just died. */
function claimOf(instance: string): Files {
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  return {
    [`instances/${instance}/claim.yml`]: dump({
      runner: 'worker-7',
      operation: 'unknown',
      claimedAt: at(-60),
      claimedUntil: at(240),
    }),
  };
}

async function mocked(port: number): Promise<Situation> {
  const [service] = MOCK_CATALOG.services;
  if (!service) throw new Error('the mock sells nothing');
  const catalog = { services: [{ ...service, name: 'database' }] };
  const credentials = { username: 'user', password: 'secret' };
  const mock = await startMockServer({ port, credentials, catalog, retryAfterSeconds: 1 });
  const env = { BROKER_URL: mock.url, SB_BROKER_USERNAME: 'user', SB_BROKER_PASSWORD: 'secret' };
  return { env, end: () => mock.close() };
}
