import { expect, onTestFinished, test } from 'vitest';
import { OsbClient } from '../../src/client/osb-client.js';
import { Orders } from '../../src/client/orders.js';
import { givenBroker } from '../helpers/given-broker.js';
import { DATABASE, LARGE } from '../helpers/catalog.js';
import { finishOperations } from '../mock/finish-operations.js';
import { givenClock } from '../mock/given-mock.js';

async function givenOrders() {
  const broker = await givenBroker();
  onTestFinished(() => broker.remove());
  const clock = givenClock();
  const client = new OsbClient({
    url: broker.process.url,
    credentials: { username: 'user', password: 'password' },
    originatingIdentity: { platform: 'cloudfoundry', value: { user_id: 'u' } },
  });
  // Whenever the client waits, the pipeline works.
  const sleep = async (ms: number) => {
    await clock.sleep(ms);
    await finishOperations(broker);
  };
  return { client, orders: new Orders(client, { polling: { clock: { now: clock.now, sleep } } }) };
}

const INSTANCE = { instanceId: 'i', service: 'database', plan: 'small' };

test('a whole life on the git broker: provision, bind, rotate, update, unbind, deprovision', async () => {
  const { client, orders } = await givenOrders();
  expect(await orders.provision({ ...INSTANCE, body: { parameters: { size: 2 } } })).toMatchObject({
    dashboard_url: 'https://dashboard.example.com/i',
  });
  const bound = await orders.bind({ ...INSTANCE, bindingId: 'b', body: { parameters: { role: 'reader' } } });
  expect(bound).toEqual({ credentials: { user: 'u' }, parameters: { role: 'reader' } });
  const rotated = await orders.rotate({ ...INSTANCE, bindingId: 'c', predecessorId: 'b' });
  expect(rotated.credentials).toEqual({ user: 'u' });
  await orders.update({ ...INSTANCE, newPlan: 'large', body: { parameters: { size: 3 } } });
  expect(await client.fetchInstance(INSTANCE)).toMatchObject({
    service_id: DATABASE,
    plan_id: LARGE,
    parameters: { size: 3 },
  });
  const large = { ...INSTANCE, plan: 'large' };
  for (const bindingId of ['b', 'c']) await orders.unbind({ ...large, bindingId });
  await orders.deprovision(large);
  await expect(client.fetchInstance(INSTANCE)).rejects.toMatchObject({ code: 'NotFound', status: 404 });
});
