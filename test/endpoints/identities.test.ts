import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, ORDER } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { instanceUrl } from '../helpers/platform.js';

let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker();
});
afterAll(() => broker.remove());

const identity = (platform: string, value: Record<string, unknown>) => ({
  'x-broker-api-originating-identity': `${platform} ${Buffer.from(JSON.stringify(value)).toString('base64')}`,
});
const put = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  broker.platform.change('PUT', instanceUrl(id), { body, headers });
const order = (id: string) => broker.repository.read(`instances/${id}/instance.yml`);

describe('identities', () => {
  test('the user who orders is in the record, for the audit (IDENT-07); without one it says so (IDENT-01, IDENT-10)', async () => {
    const [known, unknown] = [randomUUID(), randomUUID()];
    const user = identity('cloudfoundry', { user_id: '683ea748', more: [1] });
    expect([(await put(known, ORDER, user)).status, (await put(unknown, ORDER)).status]).toEqual([202, 202]);
    expect(await order(known)).toContain(
      'originatingIdentity:\n  user_id: 683ea748\n  more:\n    - 1\n  platform: cloudfoundry\n',
    );
    expect(await order(unknown)).toContain('originatingIdentity: null\n');
  });

  test('the user of the newest operation replaces the one before', async () => {
    const id = randomUUID();
    await put(id, ORDER, identity('cloudfoundry', { user_id: 'one' }));
    const query = { service_id: ORDER.service_id, plan_id: ORDER.plan_id };
    await broker.platform.change('DELETE', instanceUrl(id), {
      query,
      headers: identity('kubernetes', { username: 'two' }),
    });
    expect(await order(id)).toContain('originatingIdentity:\n  username: two\n  platform: kubernetes\n');
  });

  test('a header of another platform than the context is taken; the record has both (IDENT-06, A-28)', async () => {
    const id = randomUUID();
    const body = { ...ORDER, context: { platform: 'kubernetes', namespace: 'team' } };
    expect((await put(id, body, identity('cloudfoundry', { user_id: 'u' }))).status).toBe(202);
    const file = await order(id);
    expect(file).toContain('  user_id: u\n  platform: cloudfoundry\n');
    expect(file).toContain('context:\n  platform: kubernetes\n  namespace: team\n');
  });

  test('two orders with one request identity are two orders (IDENT-11), and the log names it for each (IDENT-09)', async () => {
    const headers = { 'x-broker-api-request-identity': randomUUID() };
    const first = await put(randomUUID(), ORDER, headers);
    const second = await put(randomUUID(), ORDER, headers);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body['operation']).not.toBe(first.body['operation']);
    await expect
      .poll(() => broker.process.output().split(headers['x-broker-api-request-identity']).length - 1, {
        timeout: 10_000,
      })
      .toBeGreaterThanOrEqual(2);
  });

  test('names, annotations and cluster of the context are no keys: the same order with others is the same (PROF-06, PROF-07)', async () => {
    const id = randomUUID();
    const context = {
      platform: 'kubernetes',
      namespace: 'n',
      clusterid: 'c1',
      instance_name: 'a',
      instance_annotations: { 'prefix.org/key': 'v' },
    };
    const first = await put(id, { ...ORDER, context });
    const renamed = { ...context, clusterid: 'c2', instance_name: 'b', instance_annotations: {} };
    const again = await put(id, { ...ORDER, context: renamed });
    expect({ status: again.status, body: again.body }).toEqual({ status: 202, body: first.body });

    await broker.report(`instances/${id}`, first, { status: 'succeeded' });
    const moved = await broker.platform.change('PATCH', instanceUrl(id), {
      body: { service_id: DATABASE, context: renamed },
    });
    expect(moved.status).toBe(202);
    expect(await order(id)).toContain('  clusterid: c2\n  instance_name: b\n');
  });
});
