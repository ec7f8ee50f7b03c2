import { randomUUID } from 'node:crypto';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, FIXED, FIXED_PLAN, LARGE, ORDER, ROUTE, ROUTE_PLAN, SMALL } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { bindingUrl, instanceUrl } from '../helpers/platform.js';
import type { Answer } from '../helpers/platform.js';

const anyText = expect.any(String);
const ids = { service_id: DATABASE, plan_id: SMALL };
let broker: GivenBroker;
let instance: string;
let routed: string;
beforeAll(async () => {
  broker = await givenBroker();
  instance = await givenInstance(ORDER);
  routed = await givenInstance({ ...ORDER, service_id: ROUTE, plan_id: ROUTE_PLAN, parameters: {} });
});
afterAll(() => broker.remove());

async function givenInstance(order: Record<string, unknown>): Promise<string> {
  const id = randomUUID();
  const answer = await broker.platform.change('PUT', instanceUrl(id), { body: order });
  await broker.report(`instances/${id}`, answer, { status: 'succeeded' });
  expect((await broker.platform.get(`${instanceUrl(id)}/last_operation`)).body['state']).toBe('succeeded');
  return id;
}

const bind = (id: string, body: unknown = ids, of = instance) =>
  broker.platform.change('PUT', bindingUrl(of, id), { body });
const unbind = (id: string, query: Record<string, string> = ids, of = instance) =>
  broker.platform.change('DELETE', bindingUrl(of, id), { query });
const fetched = async (id: string, of = instance) => {
  const { status, body } = await broker.platform.get(bindingUrl(of, id));
  return { status, body };
};
const poll = async (id: string, of = instance) => {
  const { status, body } = await broker.platform.get(`${bindingUrl(of, id)}/last_operation`);
  return { status, state: body['state'] };
};
const report = (id: string, answer: Answer, status: string, files: Record<string, unknown> = {}, of = instance) =>
  broker.report(
    `instances/${of}/bindings/${id}`,
    answer,
    { status },
    Object.fromEntries(
      Object.entries(files).map(([name, value]) => [`instances/${of}/bindings/${id}/${name}`, dump(value)]),
    ),
  );

async function givenBinding(
  body: unknown = ids,
  files: Record<string, unknown> = { 'credentials.yml': { user: 'u' } },
) {
  const id = randomUUID();
  await report(id, await bind(id, body), 'succeeded', files);
  expect(await poll(id)).toEqual({ status: 200, state: 'succeeded' });
  return id;
}

describe('PUT …/service_bindings/:binding_id', () => {
  test('202 with nothing but the operation; credentials by fetch once the poll succeeded (BIND-02, BIND-13, BIND-14, BIND-19, BIND-20, GETB-01, GETB-02, GETB-05, BLOP-01, BLOP-13)', async () => {
    const id = randomUUID();
    const answer = await bind(id, { ...ids, parameters: { role: 'reader' } });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 202, body: { operation: anyText } });
    expect(await poll(id)).toEqual({ status: 200, state: 'in progress' });
    expect((await fetched(id)).status).toBe(404);
    await report(id, answer, 'succeeded', { 'credentials.yml': { user: 'u', nested: { a: [1] } } });
    expect(await poll(id)).toEqual({ status: 200, state: 'succeeded' });
    expect(await fetched(id)).toEqual({
      status: 200,
      body: { credentials: { user: 'u', nested: { a: [1] } }, parameters: { role: 'reader' } },
    });
  });

  test('the same again: 202 while it runs, 200 with everything after (BIND-15, BIND-16); another: 409 (BIND-17); another id: a new binding (BIND-31)', async () => {
    const id = randomUUID();
    const answer = await bind(id);
    expect(await bind(id)).toMatchObject({ status: 202, body: answer.body });
    expect((await bind(id, { ...ids, parameters: { role: 'writer' } })).status).toBe(409);
    expect((await bind(randomUUID())).status).toBe(202);
    await report(id, answer, 'succeeded', { 'credentials.yml': { user: 'x' } });
    expect(await poll(id)).toEqual({ status: 200, state: 'succeeded' });
    expect(await bind(id)).toMatchObject({ status: 200, body: { credentials: { user: 'x' } } });
    expect((await bind(id, { ...ids, bind_resource: { app_guid: 'other' } })).status).toBe(409);
  });

  test.each([
    ['service_id is missing (BIND-03)', { plan_id: SMALL }],
    ['plan_id is missing (BIND-04)', { service_id: DATABASE }],
    ['it is a list (BIND-05)', []],
    ['app_guid is empty (BIND-05)', { ...ids, app_guid: '' }],
    ['the plan is not that of the instance (BIND-06)', { ...ids, plan_id: LARGE }],
    ['the offering is not that of the instance (BIND-06)', { service_id: FIXED, plan_id: FIXED_PLAN }],
    ['parameters do not fit the schema (BIND-07)', { ...ids, parameters: { role: 'king' } }],
    ['the predecessor is empty (ROT-05)', { ...ids, predecessor_binding_id: '' }],
    ['the predecessor is a number (ROT-05)', { ...ids, predecessor_binding_id: 1 }],
    ['the predecessor is unknown (ROT-06)', { ...ids, predecessor_binding_id: 'unknown' }],
  ])('400 when %s, and nothing is left behind', async (_, body) => {
    const id = randomUUID();
    const answer = await bind(id, body);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: { error: 'BadRequest', description: anyText },
    });
    expect((await unbind(id)).status).toBe(410);
  });

  test('bind_resource and context may be absent, partial or larger (BIND-08, BIND-10)', async () => {
    const id = randomUUID();
    const body = {
      ...ids,
      app_guid: 'app',
      bind_resource: { route: 'r', credential_client_id: 'c', x: 1 },
      context: { platform: 'p' },
    };
    expect((await bind(id, body)).status).toBe(202);
    const file = await broker.repository.read(`instances/${instance}/bindings/${id}/binding.yml`);
    expect(file).toMatch(/bindResource:\n  app_guid: "?app"?\n  route: "?r"?\n  credential_client_id: "?c"?\n  x: 1/);
  });

  test('422 RequiresApp without an application, 202 with one in either place (BIND-09, BIND-10, ERR-09)', async () => {
    const route = { service_id: ROUTE, plan_id: ROUTE_PLAN };
    const refused = await bind(randomUUID(), route, routed);
    expect({ status: refused.status, error: refused.body['error'] }).toEqual({ status: 422, error: 'RequiresApp' });
    expect((await bind(randomUUID(), { ...route, app_guid: 'a' }, routed)).status).toBe(202);
    expect((await bind(randomUUID(), { ...route, bind_resource: { app_guid: 'a' } }, routed)).status).toBe(202);
  });

  test('422 AsyncRequired without accepts_incomplete (BIND-11, ROT-07)', async () => {
    for (const body of [ids, { predecessor_binding_id: 'x' }]) {
      const answer = await broker.platform.request('PUT', bindingUrl(instance, randomUUID()), { body });
      expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status: 422, error: 'AsyncRequired' });
    }
  });

  test('404 for an unknown instance, 400 for a plan that is not bindable, 422 while the instance is busy (BIND-30, A-09, A-21, A-22)', async () => {
    expect((await bind(randomUUID(), ids, randomUUID())).status).toBe(404);
    const fixed = await givenInstance({ ...ORDER, service_id: FIXED, plan_id: FIXED_PLAN, parameters: {} });
    expect((await bind(randomUUID(), { service_id: FIXED, plan_id: FIXED_PLAN }, fixed)).status).toBe(400);
    const busy = randomUUID();
    await broker.platform.change('PUT', instanceUrl(busy), { body: ORDER });
    const answer = await bind(randomUUID(), ids, busy);
    expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status: 422, error: 'ConcurrencyError' });
  });

  test('log drain, route, volumes, endpoints and expiry are handed out (BIND-22, BIND-23, BIND-25, BIND-26, BIND-28, CAT-42, META-07, META-08, META-12, GETB-06), at every fetch (GETB-08)', async () => {
    const id = randomUUID();
    const response = {
      syslog_drain_url: 'syslog://drain.example.com',
      route_service_url: 'https://route.example.com',
      volume_mounts: [
        {
          driver: 'nfs',
          container_dir: '/data',
          mode: 'rw',
          device_type: 'shared',
          device: { volume_id: 'v', mount_config: { a: 1 } },
        },
      ],
      endpoints: [{ host: 'db.example.com', ports: ['5432', '9000-9010'], protocol: 'tcp' }],
      metadata: { expires_at: '2030-01-31T23:59:59.0Z', renew_before: '2030-01-01T00:00:00.0Z' },
    };
    const answer = await bind(id, { service_id: ROUTE, plan_id: ROUTE_PLAN, app_guid: 'a' }, routed);
    await report(id, answer, 'succeeded', { 'response.yml': response }, routed);
    expect(await poll(id, routed)).toEqual({ status: 200, state: 'succeeded' });
    expect(await fetched(id, routed)).toEqual({ status: 200, body: { credentials: {}, parameters: {}, ...response } });
    expect(await fetched(id, routed)).toEqual(await fetched(id, routed));
  });

  test.each([
    ['a drain that the offering does not declare', 'response.yml', 'syslog_drain_url: syslog://x\n'],
    [
      'a renew_before after expires_at (META-09)',
      'response.yml',
      'metadata: { expires_at: "2030-01-01T00:00:00.0Z", renew_before: "2031-01-01T00:00:00.0Z" }\n',
    ],
    ['credentials that are no map', 'credentials.yml', '- secret-value\n'],
    ['credentials that are no YAML', 'credentials.yml', 'password: [secret-value\n'],
  ])('never an empty success: in progress while the pipeline left %s (BLOP-13, CAT-42)', async (_, file, content) => {
    const id = randomUUID();
    const answer = await bind(id);
    await broker.report(
      `instances/${instance}/bindings/${id}`,
      answer,
      { status: 'succeeded' },
      {
        [`instances/${instance}/bindings/${id}/${file}`]: content,
      },
    );
    await expect
      .poll(async () => (await broker.platform.get(`${bindingUrl(instance, id)}/last_operation`)).body, {
        timeout: 10_000,
      })
      .toEqual({ state: 'in progress', description: expect.stringContaining(file) });
    const { body } = await broker.platform.get(`${bindingUrl(instance, id)}/last_operation`);
    expect(JSON.stringify(body)).not.toContain('secret-value');
  });
});

describe('binding rotation', () => {
  test('a successor takes what it does not say from its predecessor, both live on (ROT-01, ROT-02, ROT-03, ROT-04, ROT-08, ROT-10, ROT-11)', async () => {
    const predecessor = await givenBinding({ ...ids, parameters: { role: 'writer' } });
    const id = randomUUID();
    const body = { predecessor_binding_id: predecessor };
    const answer = await bind(id, body);
    expect(answer.status).toBe(202);
    expect(await bind(id, body)).toMatchObject({ status: 202, body: answer.body });
    expect((await bind(id, { predecessor_binding_id: 'other' })).status).toBe(409);
    await report(id, answer, 'succeeded', { 'credentials.yml': { user: 'new' } });
    expect(await poll(id)).toEqual({ status: 200, state: 'succeeded' });
    expect((await fetched(predecessor)).body['credentials']).toEqual({ user: 'u' });
    const gone = await unbind(predecessor);
    await report(predecessor, gone, 'succeeded');
    expect(await poll(predecessor)).toEqual({ status: 410, state: undefined });
    expect((await fetched(id)).body).toEqual({ credentials: { user: 'new' }, parameters: { role: 'writer' } });
  });

  test('400 for an expired predecessor (ROT-06) and for a plan that does not rotate (ROT-09, A-20)', async () => {
    const expired = await givenBinding(ids, { 'response.yml': { metadata: { expires_at: '2020-01-01T00:00:00.0Z' } } });
    expect((await bind(randomUUID(), { predecessor_binding_id: expired })).status).toBe(400);
    const id = randomUUID();
    const answer = await bind(id, { service_id: ROUTE, plan_id: ROUTE_PLAN, app_guid: 'a' }, routed);
    await report(id, answer, 'succeeded', {}, routed);
    await poll(id, routed);
    expect((await bind(randomUUID(), { predecessor_binding_id: id }, routed)).status).toBe(400);
  });
});

describe('DELETE …/service_bindings/:binding_id', () => {
  test('202, the same while it runs, then 410; fetch 404 (UNB-01, UNB-07, UNB-08, UNB-09, BLOP-07, GETB-03, GETB-04)', async () => {
    const id = await givenBinding();
    const first = await unbind(id);
    expect({ status: first.status, body: first.body }).toEqual({ status: 202, body: { operation: anyText } });
    expect(await unbind(id)).toMatchObject({ status: 202, body: first.body });
    expect((await fetched(id)).status).toBe(404);
    await report(id, first, 'succeeded');
    expect(await poll(id)).toEqual({ status: 410, state: undefined });
    expect((await unbind(id)).status).toBe(410);
    expect((await fetched(id)).status).toBe(404);
    expect((await unbind(randomUUID())).status).toBe(410);
  });

  test('400 for missing ids and another offering, 422 AsyncRequired (UNB-02, UNB-03, UNB-04, UNB-05)', async () => {
    const id = await givenBinding();
    expect((await unbind(id, { service_id: DATABASE })).status).toBe(400);
    expect((await unbind(id, { plan_id: SMALL })).status).toBe(400);
    expect((await unbind(id, { ...ids, service_id: 'other' })).status).toBe(400);
    const sync = await broker.platform.request('DELETE', bindingUrl(instance, id), { query: ids });
    expect({ status: sync.status, error: sync.body['error'] }).toEqual({ status: 422, error: 'AsyncRequired' });
  });

  test('cuts a running bind short: no binding survives (UNB-11, UNB-12, BLOP-08)', async () => {
    const id = randomUUID();
    const bound = await bind(id);
    const gone = await unbind(id);
    expect(gone.status).toBe(202);
    await report(id, bound, 'succeeded', { 'credentials.yml': { user: 'late' } });
    expect(await poll(id)).toEqual({ status: 200, state: 'in progress' });
    expect((await fetched(id)).status).toBe(404);
    const old = await broker.platform.get(`${bindingUrl(instance, id)}/last_operation`, {
      query: { operation: String(bound.body['operation']) },
    });
    expect(old.body).toEqual({ state: 'failed', description: anyText });
  });

  test('a failed unbind: the binding stands, and a new attempt can be made (UNB-14, A-13)', async () => {
    const id = await givenBinding();
    const first = await unbind(id);
    await report(id, first, 'failed');
    expect(await poll(id)).toEqual({ status: 200, state: 'failed' });
    expect((await fetched(id)).status).toBe(200);
    const second = await unbind(id);
    expect(second.status).toBe(202);
    expect(second.body['operation']).not.toBe(first.body['operation']);
  });
});

describe('GET …/service_bindings/:binding_id/last_operation', () => {
  test('404 for a binding or instance that was never seen (BLOP-06), flags never (BLOP-03), Retry-After (BLOP-11)', async () => {
    expect(await poll(randomUUID())).toEqual({ status: 404, state: undefined });
    expect(await poll(randomUUID(), randomUUID())).toEqual({ status: 404, state: undefined });
    const id = randomUUID();
    const answer = await bind(id);
    await broker.report(`instances/${instance}/bindings/${id}`, answer, {
      status: 'failed',
      instanceUsable: false,
      updateRepeatable: false,
    });
    const path = `${bindingUrl(instance, id)}/last_operation`;
    await expect
      .poll(async () => (await broker.platform.get(path)).body, { timeout: 10_000 })
      .toEqual({ state: 'failed' });
    expect((await broker.platform.get(path)).headers.get('retry-after')).toBe('10');
    expect((await broker.platform.get(path, { query: { operation: '' } })).status).toBe(400);
    expect((await broker.platform.get(path, { query: { service_id: 'x', plan_id: 'y' } })).status).toBe(200);
  });

  test('a final state is told again and again, also for an unknown operation (BLOP-05, BLOP-10, BLOP-12)', async () => {
    const id = await givenBinding();
    const path = `${bindingUrl(instance, id)}/last_operation`;
    for (const query of [{}, {}, { operation: 'unknown' }]) {
      const answer = await broker.platform.get(path, { query });
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: { state: 'succeeded' } });
    }
  });

  test('a bind that failed can be ordered anew; its fetch is 404 (A-06, A-13)', async () => {
    const id = randomUUID();
    await report(id, await bind(id), 'failed');
    expect(await poll(id)).toEqual({ status: 200, state: 'failed' });
    expect((await fetched(id)).status).toBe(404);
    expect((await bind(id)).status).toBe(202);
  });
});
