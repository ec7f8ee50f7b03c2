import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, FIXED, FIXED_PLAN, LARGE, ORDER, ROUTE, ROUTE_PLAN, SMALL } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { instanceUrl } from '../helpers/platform.js';

const anyText = expect.any(String);
let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker();
});
afterAll(() => broker.remove());

const put = (id: string, body: unknown) => broker.platform.change('PUT', instanceUrl(id), { body });
const patch = (id: string, body: unknown) => broker.platform.change('PATCH', instanceUrl(id), { body });
const fetched = async (id: string) => (await broker.platform.get(instanceUrl(id))).body;
const poll = async (id: string, operation?: unknown) =>
  (
    await broker.platform.get(`${instanceUrl(id)}/last_operation`, {
      query: operation ? { operation: String(operation) } : {},
    })
  ).body;

async function givenInstance(order: Record<string, unknown> = ORDER): Promise<string> {
  const id = randomUUID();
  await broker.report(`instances/${id}`, await put(id, order), { status: 'succeeded' });
  expect((await poll(id))['state']).toBe('succeeded');
  return id;
}

describe('PATCH /v2/service_instances/:instance_id', () => {
  test('202; parameters are merged key by key, null removes; shown once it succeeded (UPD-05, UPD-07, UPD-14, UPD-19, ASYNC-11, GETI-10)', async () => {
    const id = await givenInstance({ ...ORDER, parameters: { size: 2, keep: 'x', drop: 1 } });
    const answer = await patch(id, { service_id: DATABASE, parameters: { size: 3, drop: null } });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 202, body: { operation: anyText } });
    await broker.report(`instances/${id}`, answer, { status: 'succeeded' });
    expect((await poll(id, answer.body['operation']))['state']).toBe('succeeded');
    expect(await fetched(id)).toMatchObject({ plan_id: SMALL, parameters: { size: 3, keep: 'x' } });
  });

  test('plan change: maintenance is that of the target plan, parameters stay (UPD-06, MAINT-06, MAINT-08)', async () => {
    const id = await givenInstance();
    const wrong = await patch(id, { service_id: DATABASE, plan_id: LARGE, maintenance_info: { version: '1.2.0' } });
    expect({ status: wrong.status, error: wrong.body['error'] }).toEqual({
      status: 422,
      error: 'MaintenanceInfoConflict',
    });
    const answer = await patch(id, { service_id: DATABASE, plan_id: LARGE, maintenance_info: { version: '2.0.0' } });
    expect(answer.status).toBe(202);
    await broker.report(`instances/${id}`, answer, { status: 'succeeded' });
    expect((await poll(id, answer.body['operation']))['state']).toBe('succeeded');
    expect(await fetched(id)).toMatchObject({
      plan_id: LARGE,
      maintenance_info: { version: '2.0.0' },
      parameters: { size: 2 },
    });
  });

  test('the same request while it runs: 202, same operation; another one: ConcurrencyError (UPD-15, UPD-16, CONC-02, CONC-03, CONC-10)', async () => {
    const id = await givenInstance();
    const body = { service_id: DATABASE, parameters: { size: 4 } };
    const first = await patch(id, body);
    const again = await patch(id, body);
    expect({ status: again.status, operation: again.body['operation'] }).toEqual({
      status: 202,
      operation: first.body['operation'],
    });
    const other = await patch(id, { ...body, parameters: { size: 5 } });
    expect({ status: other.status, body: other.body }).toEqual({
      status: 422,
      body: { error: 'ConcurrencyError', description: anyText },
    });
  });

  test('nothing to change: 200 {} (UPD-12, UPD-13, A-39)', async () => {
    const id = await givenInstance();
    for (const body of [{ service_id: DATABASE }, { service_id: DATABASE, plan_id: SMALL, parameters: { size: 2 } }]) {
      const answer = await patch(id, body);
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: {} });
    }
  });

  test('a failed update leaves the values in force, tells its flags, and can be repeated (UPD-25, UPD-26, LOP-06, ERR-04, ERR-05)', async () => {
    const id = await givenInstance();
    const body = { service_id: DATABASE, parameters: { size: 6 } };
    const first = await patch(id, body);
    await broker.report(`instances/${id}`, first, {
      status: 'failed',
      description: 'quota',
      instanceUsable: false,
      updateRepeatable: true,
    });
    expect(await poll(id, first.body['operation'])).toEqual({
      state: 'failed',
      description: 'quota',
      instance_usable: false,
      update_repeatable: true,
    });
    expect(await fetched(id)).toMatchObject({ parameters: { size: 2 } });
    const second = await patch(id, body);
    expect(second.status).toBe(202);
    expect(await poll(id, first.body['operation'])).toEqual({ state: 'failed' });
  });

  test('422 when the plan cannot be changed, but parameters still can (UPD-08, UPD-22, UPD-23)', async () => {
    const id = await givenInstance({ ...ORDER, service_id: FIXED, plan_id: FIXED_PLAN, parameters: {} });
    const refused = await patch(id, { service_id: FIXED, plan_id: 'b8d4a3a0-0000-4000-8000-000000000022' });
    expect({ status: refused.status, body: refused.body }).toEqual({
      status: 422,
      body: { error: 'PlanChangeNotSupported', description: anyText, update_repeatable: false },
    });
    expect((await patch(id, { service_id: FIXED, parameters: { a: 1 } })).status).toBe(202);
  });

  test('context alone: 202 where it is allowed; else 200 without and 422 with a difference (UPD-17, UPD-28, CAT-15, PROF-09, A-30)', async () => {
    const allowed = await givenInstance();
    expect((await patch(allowed, { service_id: DATABASE, context: { platform: 'x' } })).status).toBe(202);
    const fixed = await givenInstance({
      ...ORDER,
      service_id: ROUTE,
      plan_id: ROUTE_PLAN,
      parameters: {},
      context: { platform: 'x' },
    });
    expect((await patch(fixed, { service_id: ROUTE, context: { platform: 'x' } })).status).toBe(200);
    expect((await patch(fixed, { service_id: ROUTE, context: { platform: 'y' } })).status).toBe(422);
  });

  test.each([
    ['service_id missing (UPD-01)', { parameters: { size: 3 } }],
    ['a list (UPD-02)', []],
    ['parameters of a wrong type (UPD-02)', { service_id: DATABASE, parameters: 1 }],
    ['another offering (UPD-03)', { service_id: FIXED }],
    ['an unknown plan (UPD-04)', { service_id: DATABASE, plan_id: 'unknown' }],
    ['parameters that the schema refuses (UPD-07)', { service_id: DATABASE, parameters: { size: 'big' } }],
  ])('400 for %s, and nothing changes (UPD-21)', async (_, body) => {
    const id = await givenInstance();
    const before = await broker.repository.git('rev-parse', 'main');
    const answer = await patch(id, body);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: { error: 'BadRequest', description: anyText },
    });
    expect(await broker.repository.git('rev-parse', 'main')).toBe(before);
  });

  test('422 AsyncRequired without accepts_incomplete (UPD-10)', async () => {
    const id = await givenInstance();
    const answer = await broker.platform.request('PATCH', instanceUrl(id), {
      body: { service_id: DATABASE, parameters: { size: 3 } },
    });
    expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status: 422, error: 'AsyncRequired' });
  });

  test('422 MaintenanceInfoConflict; the catalog’s version again is no change (UPD-11, MAINT-03, MAINT-07, MAINT-09, UPD-24)', async () => {
    const id = await givenInstance();
    const conflict = await patch(id, { service_id: DATABASE, maintenance_info: { version: '9.9.9' } });
    expect({ status: conflict.status, error: conflict.body['error'] }).toEqual({
      status: 422,
      error: 'MaintenanceInfoConflict',
    });
    const same = await patch(id, {
      service_id: DATABASE,
      maintenance_info: { version: '1.2.0' },
      previous_values: { plan_id: SMALL, organization_id: 'o', maintenance_info: { version: '0.0.1' } },
    });
    expect(same.status).toBe(200);
  });

  test('404 when the instance does not exist, 422 while it is being created (UPD-27, A-09, CONC-10)', async () => {
    expect((await patch(randomUUID(), { service_id: DATABASE })).status).toBe(404);
    const id = randomUUID();
    await put(id, ORDER);
    const answer = await patch(id, { service_id: DATABASE, parameters: { size: 3 } });
    expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status: 422, error: 'ConcurrencyError' });
  });

  test('an earlier operation keeps its own answer while a newer one runs (LOP-14, LOP-18)', async () => {
    const id = randomUUID();
    const provisioned = await put(id, ORDER);
    await broker.report(`instances/${id}`, provisioned, { status: 'succeeded' });
    await poll(id);
    const updated = await patch(id, { service_id: DATABASE, parameters: { size: 7 } });
    expect(await poll(id, provisioned.body['operation'])).toEqual({ state: 'succeeded' });
    expect((await poll(id, updated.body['operation']))['state']).toBe('in progress');
    expect((await poll(id))['state']).toBe('in progress');
  });
});
