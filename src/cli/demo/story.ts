/** The story that the demo tells: a platform orders, the broker commits, a pipeline reports, the platform reads. */
import type { Narrator } from './narrator.js';
import type { DemoPipeline } from './pipeline.js';
import type { DemoAnswer, DemoPlatform } from './platform.js';

export interface Cast {
  readonly narrator: Narrator;
  readonly platform: DemoPlatform;
  readonly pipeline: DemoPipeline;
  readonly access: {
    readonly url: string;
    readonly username: string;
    readonly password: string;
    readonly repository: string;
  };
}

/** The offering and plans of `catalog-example/catalog.yml` that the story is about. */
const OFFERING = '7e0f5d3c-0b1e-4a56-9c41-5d9c1f3a0001';
const SMALL = '7e0f5d3c-0b1e-4a56-9c41-5d9c1f3a0011';
const LARGE = '7e0f5d3c-0b1e-4a56-9c41-5d9c1f3a0012';

/** @throws Error when an answer is not the one the story needs: the demo is a test, too */
export async function playLifeOfService(cast: Cast): Promise<void> {
  const { narrator, access } = cast;
  narrator.say(`Gitbroker runs on ${access.url} (user ${access.username}, password ${access.password})`);
  narrator.say(`on an embedded repository: ${access.repository}`);
  // Platforms use GUIDs; these are easier to follow.
  const instance = '/v2/service_instances/shop-database';
  const binding = `${instance}/service_bindings/shop-app`;
  const ids = { service_id: OFFERING, plan_id: SMALL };

  await showCatalog(cast);
  await playOperation(cast, 'Provision: an order becomes a commit', {
    method: 'PUT',
    path: instance,
    body: { ...ids, organization_guid: 'org', space_guid: 'space', parameters: { storage_gb: 5 } },
    done: 'the database is ready',
  });
  await playOperation(cast, 'Bind: credentials for an application', {
    method: 'PUT',
    path: binding,
    body: ids,
    done: 'the user has been created',
    files: { 'credentials.yml': 'uri: postgres://app:s3cret@db.example.com/shop\nusername: app\npassword: s3cret\n' },
  });
  narrator.step('Fetch the credentials that the pipeline wrote');
  await expectAnswer(cast, 'GET', binding, 200);
  await playOperation(cast, 'Update: a larger plan', {
    method: 'PATCH',
    path: instance,
    body: { service_id: OFFERING, plan_id: LARGE },
    done: 'the database has grown',
  });
  const query = `service_id=${OFFERING}&plan_id=`;
  await playOperation(cast, 'Unbind', {
    method: 'DELETE',
    path: binding,
    query: query + SMALL,
    done: 'the user is gone',
  });
  await playOperation(cast, 'Deprovision', {
    method: 'DELETE',
    path: instance,
    query: query + LARGE,
    done: 'the database is gone',
  });
  narrator.step('All of it is in git');
  narrator.git(await cast.pipeline.history());
  narrator.say('');
  narrator.say('Next: `npm start` serves your own repository, see README.md.');
}

async function showCatalog(cast: Cast): Promise<void> {
  const { narrator, platform } = cast;
  narrator.step('Catalog: a YAML file in git is what the marketplace sells');
  narrator.request('GET', '/v2/catalog');
  const { status, body } = await platform.send('GET', '/v2/catalog');
  if (status !== 200 || !Array.isArray(body['services'])) throw new Error(`the catalog answered ${status}`);
  for (const offering of body['services'] as { name: string; description: string; plans: { name: string }[] }[]) {
    narrator.say(`· ${offering.name} (${offering.plans.map(({ name }) => name).join(', ')}): ${offering.description}`);
  }
}

interface PlayedOperation {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
  /** What the pipeline reports. */
  readonly done: string;
  /** What it writes beside status.yml. */
  readonly files?: Record<string, string>;
}

/** Platform orders, broker commits, pipeline pushes its status, platform polls. */
async function playOperation(cast: Cast, title: string, played: PlayedOperation): Promise<void> {
  const { narrator, pipeline, platform } = cast;
  narrator.step(title);
  const query = `accepts_incomplete=true${played.query ? `&${played.query}` : ''}`;
  const accepted = await expectAnswer(cast, played.method, `${played.path}?${query}`, 202, played.body);
  const operation = String(accepted.body['operation']);
  narrator.git(await pipeline.newestCommit());

  const folder = played.path
    .replace('/v2/service_instances/', 'instances/')
    .replace('/service_bindings/', '/bindings/');
  const status = `status: succeeded\ndescription: ${played.done}\noperation: ${operation}\n`;
  const files = { 'status.yml': status, ...played.files };
  narrator.say('The pipeline does the work, writes status.yml and pushes:');
  await pipeline.report(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content])),
    played.done,
  );
  narrator.git(await pipeline.newestCommit());

  const poll = `${played.path}/last_operation?operation=${operation}`;
  narrator.request('GET', poll);
  const ended = await platform.pollUntilDone(poll);
  narrator.answer(ended.status, ended.body);
  const success = played.method === 'DELETE' ? ended.status === 410 : ended.body['state'] === 'succeeded';
  if (!success) throw new Error(`${title}: the operation ended with ${ended.status} ${JSON.stringify(ended.body)}`);
}

async function expectAnswer(
  { narrator, platform }: Cast,
  method: string,
  path: string,
  status: number,
  body?: unknown,
): Promise<DemoAnswer> {
  narrator.request(method, path, body);
  const answer = await platform.send(method, path, body);
  narrator.answer(answer.status, answer.body);
  if (answer.status !== status) throw new Error(`${method} ${path}: expected ${status}, not ${answer.status}`);
  return answer;
}
