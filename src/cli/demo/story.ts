/** The story that the demo tells: for each of the example's offerings, from the order to the outcome and back. */
import { orderAndDo, runOnce } from './order.js';
import type { Cast } from './order.js';
import { completeByHand } from './person.js';

/** The offerings and plans of `catalog-example/catalog.yml`. */
const ID = '7e0f5d3c-0b1e-4a56-9c41-5d9c1f3a';
const DATABASE = { service_id: `${ID}0001`, plan_id: `${ID}0011` };
const LARGER_DATABASE = { service_id: `${ID}0001`, plan_id: `${ID}0012` };
const ZONE = { service_id: `${ID}0002`, plan_id: `${ID}0021` };
const CONNECTION = { service_id: `${ID}0003`, plan_id: `${ID}0031` };
const WHERE = { organization_guid: 'org', space_guid: 'space' };

/** @throws Error when an answer is not the one the story needs: the demo is a test, too */
export async function playStory(cast: Cast): Promise<void> {
  const { narrator, access, repository } = cast;
  narrator.say(`Gitbroker runs on ${access.url} (user ${access.username}, password ${access.password})`);
  narrator.say(`on an embedded repository: ${repository.path}`);
  await showCatalog(cast);
  await playScript(cast);
  if (cast.hasTerraform) await playTerraform(cast);
  else {
    narrator.step('Terraform: left out');
    narrator.say('There is no terraform on this machine; the offering dns-zone would be made by it.');
  }
  await playPerson(cast);
  await playEnd(cast);
  narrator.step('All of it is in git');
  narrator.git(await repository.history());
  narrator.say('');
  narrator.say('Next: `npm start` serves your own repository, see README.md.');
}

async function showCatalog({ narrator, platform, repository }: Cast): Promise<void> {
  narrator.step('Catalog: a YAML file in git is what the marketplace sells');
  narrator.request('GET', '/v2/catalog');
  const { status, body } = await platform.send('GET', '/v2/catalog');
  if (status !== 200 || !Array.isArray(body['services'])) throw new Error(`the catalog answered ${status}`);
  for (const offering of body['services'] as { name: string; description: string; plans: { name: string }[] }[]) {
    narrator.say(`· ${offering.name} (${offering.plans.map(({ name }) => name).join(', ')}): ${offering.description}`);
  }
  await repository.newCommits();
}

const SHOP = '/v2/service_instances/shop-database';
const SHOP_APP = `${SHOP}/service_bindings/shop-app`;

async function playScript(cast: Cast): Promise<void> {
  const { narrator, platform } = cast;
  narrator.step('Script: an order becomes a commit, and a script does the work');
  await orderAndDo(cast, { method: 'PUT', path: SHOP, body: { ...DATABASE, ...WHERE, parameters: { storage_gb: 5 } } });
  narrator.step('Bind: credentials for an application');
  await orderAndDo(cast, { method: 'PUT', path: SHOP_APP, body: DATABASE });
  narrator.request('GET', SHOP_APP);
  const { status, body } = await platform.send('GET', SHOP_APP);
  narrator.answer(status, body);
  if (status !== 200 || !('credentials' in body)) throw new Error('the binding has no credentials');
  narrator.step('Update: a larger plan');
  await orderAndDo(cast, { method: 'PATCH', path: SHOP, body: LARGER_DATABASE });
}

async function playTerraform(cast: Cast): Promise<void> {
  cast.narrator.step('Terraform: a module of the repository does the work');
  const path = '/v2/service_instances/shop-zone';
  await orderAndDo(cast, { method: 'PUT', path, body: { ...ZONE, ...WHERE, parameters: { name: 'shop' } } });
}

/** What only a person can do: the runner asks, the person reports. */
async function playPerson(cast: Cast): Promise<void> {
  const { narrator, repository } = cast;
  narrator.step('Person: some work is done by hand');
  const path = '/v2/service_instances/shop-line';
  const body = { ...CONNECTION, ...WHERE, parameters: { site: 'Bonn' } };
  await orderAndDo(cast, { method: 'PUT', path, body }, async () => {
    await runOnce(cast);
    narrator.say('The values that the runner asks for would let the order go on. Or a person simply reports:');
    const description = 'the line to Bonn is up';
    await completeByHand(narrator, cast.context, { instanceId: 'shop-line', repository: repository.path, description });
    narrator.git(await repository.newCommits());
  });
}

async function playEnd(cast: Cast): Promise<void> {
  const query = (plan: typeof DATABASE) => `service_id=${plan.service_id}&plan_id=${plan.plan_id}`;
  cast.narrator.step('Unbind and delete: users go before their database');
  await orderAndDo(cast, { method: 'DELETE', path: SHOP_APP, query: query(DATABASE) });
  await orderAndDo(cast, { method: 'DELETE', path: SHOP, query: query(LARGER_DATABASE) });
}
