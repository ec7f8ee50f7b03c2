import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { FIXED, FIXED_PLAN, LARGE, ORDER, SMALL } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { instanceUrl } from '../helpers/platform.js';

const anyText = expect.any(String);
let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker();
});
afterAll(() => broker.remove());

const put = (id: string, body: unknown, query: Record<string, string> = {}) =>
  broker.platform.change('PUT', instanceUrl(id), { body, query });
const head = () => broker.repository.git('rev-parse', 'main');

/** A refused order leaves no trace: no commit, nothing to fetch, nothing to delete (ERR-11, PROV-26, ORPH-08). */
async function expectRefused(body: unknown, answer: unknown, query: Record<string, string> = {}) {
  const id = randomUUID();
  const before = await head();
  const { status, body: answered } = await put(id, body, query);
  expect({ status, body: answered }).toEqual(answer);
  expect(await head()).toBe(before);
  expect((await broker.platform.get(instanceUrl(id))).status).toBe(404);
  const deleted = await broker.platform.change('DELETE', instanceUrl(id), {
    query: { service_id: ORDER.service_id, plan_id: ORDER.plan_id },
  });
  expect(deleted.status).toBe(410);
}

describe('PUT /v2/service_instances/:instance_id', () => {
  test('202 with dashboard and operation, and the order is on the remote before the answer (PROV-01, PROV-13, PROV-23, PROV-24, PROV-25, ASYNC-03, ASYNC-06, ASYNC-09, ASYNC-10, URL-02)', async () => {
    const id = randomUUID();
    const answer = await put(id, { ...ORDER, context: { platform: 'cloudfoundry', extra: 1 } });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ operation: anyText, dashboard_url: `https://dashboard.example.com/${id}` });
    expect(String(answer.body['operation'])).toMatch(/^[\w.~-]{1,255}$/);
    expect(await broker.repository.git('log', '-1', '--format=%s%n%b')).toBe(
      `OSB API: Created Service instance ${id}\nOperation: ${String(answer.body['operation'])}\n\n`,
    );
    expect(await broker.repository.read(`instances/${id}/instance.yml`)).toContain(`serviceInstanceId: `);
    expect(await broker.repository.read(`instances/${id}/status.yml`)).toBeUndefined();
  });

  test('the poll works from the 202 on (ASYNC-13, LOP-01)', async () => {
    const id = randomUUID();
    await put(id, ORDER);
    const poll = await broker.platform.get(`${instanceUrl(id)}/last_operation`);
    expect({ status: poll.status, state: poll.body['state'] }).toEqual({ status: 200, state: 'in progress' });
  });

  test('202 with the same operation while the same order runs (PROV-15, ASYNC-12, CONC-06)', async () => {
    const id = randomUUID();
    const first = await put(id, ORDER);
    const before = await head();
    const again = await put(id, { ...ORDER, parameters: { size: 2 }, unknown: true });
    expect({ status: again.status, body: again.body }).toEqual({ status: 202, body: first.body });
    expect(await head()).toBe(before);
  });

  test.each([
    ['parameters', { parameters: { size: 3 } }],
    ['plan_id', { plan_id: LARGE }],
    ['service_id', { service_id: FIXED, plan_id: FIXED_PLAN }],
    ['organization_guid', { organization_guid: 'other' }],
    ['space_guid', { space_guid: 'other' }],
  ])('409 while an order with another %s runs, and after it (PROV-19, PROV-20, CONC-07)', async (_, difference) => {
    const id = randomUUID();
    const first = await put(id, ORDER);
    const conflict = await put(id, { ...ORDER, ...difference });
    expect(conflict.status).toBe(409);
    await broker.report(`instances/${id}`, first, { status: 'succeeded' });
    expect((await put(id, { ...ORDER, ...difference })).status).toBe(409);
  });

  test('200 when the same instance exists (PROV-14, ASYNC-15)', async () => {
    const id = randomUUID();
    await broker.report(`instances/${id}`, await put(id, ORDER), { status: 'succeeded' });
    const again = await put(id, ORDER);
    expect({ status: again.status, body: again.body }).toEqual({
      status: 200,
      body: { dashboard_url: `https://dashboard.example.com/${id}` },
    });
  });

  test('a new attempt after a failed one, 409 for other attributes (PROV-22, A-06)', async () => {
    const id = randomUUID();
    const first = await put(id, ORDER);
    await broker.report(`instances/${id}`, first, { status: 'failed', description: 'no space' });
    expect((await put(id, { ...ORDER, parameters: { size: 9 } })).status).toBe(409);
    const second = await put(id, ORDER);
    expect(second.status).toBe(202);
    expect(second.body['operation']).not.toBe(first.body['operation']);
    expect(await broker.repository.read(`instances/${id}/status.yml`)).toBeUndefined();
  });

  test('422 ConcurrencyError while it is being deleted, a new life after that (PROV-02, PROV-21, A-07, A-08)', async () => {
    const id = randomUUID();
    await broker.report(`instances/${id}`, await put(id, ORDER), { status: 'succeeded' });
    const deleted = await broker.platform.change('DELETE', instanceUrl(id), {
      query: { service_id: ORDER.service_id, plan_id: ORDER.plan_id },
    });
    const busy = await put(id, ORDER);
    expect({ status: busy.status, error: busy.body['error'] }).toEqual({ status: 422, error: 'ConcurrencyError' });
    await broker.report(
      `instances/${id}`,
      deleted,
      { status: 'succeeded' },
      { [`instances/${id}/params.yml`]: 'a: 1\n' },
    );
    expect((await put(id, { ...ORDER, plan_id: LARGE, parameters: {} })).status).toBe(202);
    expect((await broker.repository.list()).filter((path) => path.includes(id))).toEqual([
      `instances/${id}/instance.yml`,
    ]);
  });

  test.each([{}, { accepts_incomplete: 'false' }, { accepts_incomplete: 'yes' }])(
    '422 AsyncRequired for the query %o (PROV-16, PROV-18, ASYNC-04, ASYNC-05, ERR-07, A-29)',
    async (query) => {
      const id = randomUUID();
      const answer = await broker.platform.request('PUT', instanceUrl(id), { body: ORDER, query });
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 422,
        body: { error: 'AsyncRequired', description: anyText },
      });
    },
  );

  test.each(['service_id', 'plan_id', 'organization_guid', 'space_guid'])(
    '400 naming %s when it is missing, empty or of another type (PROV-03, PROV-04, PROV-05, PROV-06, PROV-07, ERR-15)',
    async (field) => {
      for (const value of [undefined, '', 7, null]) {
        await expectRefused(
          { ...ORDER, [field]: value },
          { status: 400, body: { error: 'BadRequest', description: expect.stringContaining(field) } },
        );
      }
    },
  );

  test.each([
    ['a list', []],
    ['a text', 'text'],
    ['a number', 1],
  ])('400 when parameters are %s (PROV-07)', async (_, parameters) => {
    await expectRefused(
      { ...ORDER, parameters },
      { status: 400, body: { error: 'BadRequest', description: expect.stringContaining('parameters') } },
    );
  });

  test.each([
    ['an unknown offering (PROV-08)', { service_id: 'unknown' }],
    ['an unknown plan (PROV-09)', { plan_id: 'unknown' }],
    ['a plan of another offering (PROV-09)', { plan_id: FIXED_PLAN }],
    ['parameters that the schema refuses (PROV-10, VEND-06)', { parameters: { size: 11 } }],
  ])('400 with a description for %s, ERR-16', async (_, difference) => {
    await expectRefused(
      { ...ORDER, ...difference },
      { status: 400, body: { error: 'BadRequest', description: anyText } },
    );
  });

  test('maintenance_info: equal goes on, anything else is a conflict (PROV-17, MAINT-01, MAINT-02, MAINT-03, MAINT-04, MAINT-05, MAINT-10, ERR-10)', async () => {
    const conflict = { status: 422, body: { error: 'MaintenanceInfoConflict', description: anyText } };
    await expectRefused({ ...ORDER, maintenance_info: { version: '1.1.0' } }, conflict);
    await expectRefused(
      { ...ORDER, service_id: FIXED, plan_id: FIXED_PLAN, maintenance_info: { version: '1.2.0' } },
      conflict,
    );
    await expectRefused(
      { ...ORDER, maintenance_info: {} },
      { status: 400, body: { error: 'BadRequest', description: anyText } },
    );
    const accepted = await put(randomUUID(), {
      ...ORDER,
      maintenance_info: { version: '1.2.0', description: 'other' },
    });
    expect(accepted.status).toBe(202);
  });

  test('null counts as absent; unknown fields and context keys are ignored (A-38, VEND-01, VEND-02, VEND-05, PROV-11, PROF-08)', async () => {
    const answer = await put(randomUUID(), {
      ...ORDER,
      parameters: null,
      context: { platform: 'x', y: [1] },
      maintenance_info: null,
      z: {},
    });
    expect(answer.status).toBe(202);
  });

  test.each(['a/b', '../etc', '%2F', '.hidden', 'ünïcödé', 'a b', 'a\nb', 'a\u0000b', 'C:\\x', '${x}'])(
    'the id %j is opaque (URL-01, URL-05)',
    async (id) => {
      const answer = await put(id, ORDER);
      expect(answer.status).toBe(202);
      const poll = await broker.platform.get(`${instanceUrl(id)}/last_operation`);
      expect(poll.body['state']).toBe('in progress');
      expect((await broker.repository.list()).every((path) => !path.includes('..') && !path.includes('\n'))).toBe(true);
    },
  );

  test('an id of 4,000 characters: 400, and nothing of it exists (URL-04, PROV-26)', async () => {
    const id = 'x'.repeat(4000);
    expect((await put(id, ORDER)).status).toBe(400);
    expect((await broker.platform.get(instanceUrl(id))).status).toBe(404);
    expect((await broker.platform.get(`${instanceUrl(id)}/last_operation`)).status).toBe(404);
    const deleted = await broker.platform.change('DELETE', instanceUrl(id), {
      query: { service_id: 's', plan_id: SMALL },
    });
    expect(deleted.status).toBe(410);
  });
});
