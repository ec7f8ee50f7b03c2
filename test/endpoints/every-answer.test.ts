import { randomUUID } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, FIXED, FIXED_PLAN, ORDER, ROUTE, ROUTE_PLAN, SMALL } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { bindingUrl, instanceUrl } from '../helpers/platform.js';
import type { Answer } from '../helpers/platform.js';

const ids = { service_id: DATABASE, plan_id: SMALL };
let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker();
});
afterAll(() => broker.remove());

const put = (id: string, body: unknown = ORDER) => broker.platform.change('PUT', instanceUrl(id), { body });
const patch = (id: string, body: unknown) => broker.platform.change('PATCH', instanceUrl(id), { body });
const bind = (id: string, of: string, body: unknown = ids) =>
  broker.platform.change('PUT', bindingUrl(of, id), { body });
const head = () => broker.repository.git('rev-parse', 'main');

async function givenInstance(order: Record<string, unknown> = ORDER): Promise<string> {
  const id = randomUUID();
  await broker.report(`instances/${id}`, await put(id, order), { status: 'succeeded' });
  return id;
}

/** One answer of every endpoint that succeeds, in the order of a life. */
async function answersOfALife(): Promise<Answer[]> {
  const id = randomUUID();
  const [instance, binding] = [instanceUrl(id), bindingUrl(id, 'b')];
  const { get, change } = {
    get: (path: string) => broker.platform.get(path),
    change: (method: 'PUT' | 'PATCH' | 'DELETE', path: string, request = {}) =>
      broker.platform.change(method, path, request),
  };
  const answers = [await get('/v2/catalog')];
  const step = async (answer: Promise<Answer>, record?: string) => {
    const given = await answer;
    answers.push(given);
    if (record) await broker.report(record, given, { status: 'succeeded' });
  };
  await step(change('PUT', instance, { body: ORDER }), `instances/${id}`);
  await step(change('PUT', instance, { body: ORDER }));
  await step(get(`${instance}/last_operation`));
  await step(get(instance));
  await step(change('PATCH', instance, { body: { service_id: DATABASE } }));
  await step(change('PATCH', instance, { body: { ...ids, parameters: { size: 7 } } }), `instances/${id}`);
  await step(change('PUT', binding, { body: ids }), `instances/${id}/bindings/b`);
  await step(change('PUT', binding, { body: ids }));
  await step(get(`${binding}/last_operation`));
  await step(get(binding));
  await step(change('DELETE', binding, { query: ids }), `instances/${id}/bindings/b`);
  await step(change('DELETE', instance, { query: ids }), `instances/${id}`);
  return answers;
}

describe('every answer', () => {
  test('of success is 200 or 202, never 204, with a JSON object (CTYPE-04, ERR-13)', async () => {
    const answers = await answersOfALife();
    expect(answers.map(({ status }) => status)).toEqual([
      200, 202, 200, 200, 200, 200, 202, 202, 200, 200, 200, 202, 202,
    ]);
    for (const { body, headers } of answers) {
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(Array.isArray(body)).toBe(false);
      expect(Object.values(body)).not.toContain(null);
    }
  });

  test('of failure has one CamelCase word and a sentence for people, and nothing else (ERR-02, ERR-03, ERR-19)', async () => {
    const id = await givenInstance();
    const refusals = await Promise.all([
      put(randomUUID(), {}),
      put(randomUUID(), '{'),
      put(id, { ...ORDER, space_guid: 'other' }),
      patch(randomUUID(), ids),
      patch(id, { ...ids, maintenance_info: { version: '0.0.1' } }),
      bind('b', id, { service_id: DATABASE }),
      broker.platform.request('PUT', instanceUrl(randomUUID()), { body: ORDER }),
      broker.platform.change('DELETE', instanceUrl(randomUUID()), { query: ids }),
      broker.platform.get(instanceUrl(randomUUID())),
      broker.platform.get(`${instanceUrl(id)}/last_operation`, { query: { operation: '' } }),
      broker.platform.get('/v2/catalog', { headers: { 'x-broker-api-version': '1.0' } }),
      broker.platform.get('/v2/catalog', { headers: { authorization: '' } }),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 409, 404, 422, 400, 422, 410, 404, 400, 412, 401]);
    for (const { body } of refusals) {
      expect(body).toEqual({
        error: expect.stringMatching(/^([A-Z][a-z]+)+$/),
        description: expect.stringMatching(/^.*\S.*$/),
      });
    }
  });

  test('422 ConcurrencyError has changed nothing, and the operation in its way goes on (ORPH-09, ERR-11)', async () => {
    const id = await givenInstance();
    const running = await patch(id, { ...ids, parameters: { size: 4 } });
    const before = await head();
    const busy = [await patch(id, { ...ids, parameters: { size: 5 } }), await bind('b', id), await put(id)];
    expect(busy.map(({ status, body }) => ({ status, error: body['error'] }))).toEqual(
      busy.map(() => ({ status: 422, error: 'ConcurrencyError' })),
    );
    expect(await head()).toBe(before);
    await broker.report(`instances/${id}`, running, { status: 'succeeded' });
    expect((await broker.platform.get(instanceUrl(id))).body['parameters']).toEqual({ size: 4 });
  });

  test('binds of one instance do not wait for each other (CONC-01, CONC-04)', async () => {
    const id = await givenInstance();
    const answers = await Promise.all(['b1', 'b2', 'b3'].map((binding) => bind(binding, id)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  });

  test('an order that the git host refuses is 503, never 408, and a PATCH leaves all as it was (ERR-14, ORPH-11, UPD-21)', async () => {
    const id = await givenInstance();
    const before = (await broker.platform.get(instanceUrl(id))).body;
    const hook = join(broker.repository.path, 'hooks', 'pre-receive');
    await writeFile(hook, '#!/bin/sh\nexit 1\n');
    await chmod(hook, 0o755);
    try {
      const answers = [
        await patch(id, { ...ids, parameters: { size: 9 } }),
        await bind('b', id),
        await put(randomUUID()),
      ];
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
      expect((await broker.platform.get(instanceUrl(id))).body).toEqual(before);
      expect((await broker.platform.get(`${instanceUrl(id)}/last_operation`)).body).toEqual({ state: 'succeeded' });
    } finally {
      await rm(hook);
    }
    const repeated = await patch(id, { ...ids, parameters: { size: 9 } });
    expect(repeated.status).toBe(202);
  });

  test('what a plan promises is asked of the plan of that offering only, never by name (CAT-44)', async () => {
    const named = { ...ORDER, service_id: 'database', plan_id: 'small' };
    expect((await put(randomUUID(), named)).status).toBe(400);
    expect((await put(randomUUID(), { ...ORDER, service_id: ROUTE })).status).toBe(400);
    expect((await put(randomUUID(), { ...ORDER, plan_id: ROUTE_PLAN })).status).toBe(400);
    expect((await put(randomUUID(), { ...ORDER, service_id: FIXED, plan_id: FIXED_PLAN })).status).toBe(202);
  });
});
