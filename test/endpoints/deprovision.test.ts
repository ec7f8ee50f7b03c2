import { randomUUID } from 'node:crypto';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOG, DATABASE, LARGE, ORDER, SMALL } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { bindingUrl, instanceUrl } from '../helpers/platform.js';

const anyText = expect.any(String);
const ids = { service_id: DATABASE, plan_id: SMALL };
let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker();
});
afterAll(() => broker.remove());

const put = (id: string) => broker.platform.change('PUT', instanceUrl(id), { body: ORDER });
const remove = (id: string, query: Record<string, string> = ids) =>
  broker.platform.change('DELETE', instanceUrl(id), { query });
const poll = async (id: string, operation?: unknown) => {
  const query = operation ? { operation: String(operation) } : {};
  const { status, body } = await broker.platform.get(`${instanceUrl(id)}/last_operation`, { query });
  return { status, state: body['state'] };
};

async function givenInstance(): Promise<string> {
  const id = randomUUID();
  await broker.report(`instances/${id}`, await put(id), { status: 'succeeded' });
  expect(await poll(id)).toEqual({ status: 200, state: 'succeeded' });
  return id;
}

describe('DELETE /v2/service_instances/:instance_id', () => {
  test('202, the same while it runs, then 410 for deletes and polls, 404 for fetches (DEP-01, DEP-07, DEP-08, DEP-09, LOP-10, GETI-03, ERR-18, ORPH-04)', async () => {
    const id = await givenInstance();
    const first = await remove(id);
    expect({ status: first.status, body: first.body }).toEqual({ status: 202, body: { operation: anyText } });
    expect(await remove(id)).toMatchObject({ status: 202, body: first.body });
    expect(await broker.repository.read(`instances/${id}/instance.yml`)).toContain('deleted: true');
    expect((await broker.platform.get(instanceUrl(id))).status).toBe(422);
    await broker.report(`instances/${id}`, first, { status: 'succeeded' });
    expect(await poll(id, first.body['operation'])).toEqual({ status: 410, state: undefined });
    expect(await poll(id)).toEqual({ status: 410, state: undefined });
    expect((await remove(id)).status).toBe(410);
    expect((await broker.platform.get(instanceUrl(id))).status).toBe(404);
  });

  test('410 for an id that was never recorded (ORPH-01, ORPH-06)', async () => {
    expect((await remove(randomUUID())).status).toBe(410);
  });

  test.each(['service_id', 'plan_id'])('400 when %s is missing or empty (DEP-02, DEP-03)', async (field) => {
    const id = await givenInstance();
    for (const query of [
      { ...ids, [field]: '' },
      Object.fromEntries(Object.entries(ids).filter(([key]) => key !== field)),
    ]) {
      const answer = await remove(id, query);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 400,
        body: { error: 'BadRequest', description: expect.stringContaining(field) },
      });
    }
    expect(await poll(id)).toEqual({ status: 200, state: 'succeeded' });
  });

  test('400 for another service_id; another plan of it does not stand in the way (DEP-04, A-24)', async () => {
    const id = await givenInstance();
    expect((await remove(id, { ...ids, service_id: 'other' })).status).toBe(400);
    expect((await remove(id, { ...ids, plan_id: LARGE })).status).toBe(202);
  });

  test('422 AsyncRequired before anything else is looked at (DEP-05, A-02)', async () => {
    const answer = await broker.platform.request('DELETE', instanceUrl(randomUUID()), { query: ids });
    expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status: 422, error: 'AsyncRequired' });
  });

  test('cuts a running provision short: its late success changes nothing (DEP-11, DEP-12, LOP-11, LOP-19, ORPH-05, A-26)', async () => {
    const id = randomUUID();
    const provisioned = await put(id);
    const deleted = await remove(id);
    expect(deleted.status).toBe(202);
    await broker.report(`instances/${id}`, provisioned, { status: 'succeeded' });
    expect(await poll(id, deleted.body['operation'])).toEqual({ status: 200, state: 'in progress' });
    expect(await poll(id)).toEqual({ status: 200, state: 'in progress' });
    expect(await poll(id, provisioned.body['operation'])).toEqual({ status: 200, state: 'failed' });
    await broker.report(`instances/${id}`, deleted, { status: 'succeeded' });
    expect(await poll(id, deleted.body['operation'])).toEqual({ status: 410, state: undefined });
    expect(await poll(id, provisioned.body['operation'])).toEqual({ status: 200, state: 'failed' });
  });

  test('after a failed provision or a failed delete it is a new attempt (DEP-15, DEP-16, ORPH-02, ORPH-03)', async () => {
    const id = randomUUID();
    await broker.report(`instances/${id}`, await put(id), { status: 'failed' });
    const first = await remove(id);
    expect(first.status).toBe(202);
    await broker.report(`instances/${id}`, first, { status: 'failed', instanceUsable: true, updateRepeatable: true });
    const { body } = await broker.platform.get(`${instanceUrl(id)}/last_operation`, {
      query: { operation: String(first.body['operation']) },
    });
    expect(body).toEqual({ state: 'failed', instance_usable: true });
    const second = await remove(id);
    expect(second.status).toBe(202);
    expect(second.body['operation']).not.toBe(first.body['operation']);
  });

  test('bindings that are left go with it (DEP-14, A-25)', async () => {
    const id = await givenInstance();
    const bound = await broker.platform.change('PUT', bindingUrl(id, 'left'), { body: ids });
    await broker.report(`instances/${id}/bindings/left`, bound, { status: 'succeeded' });
    const deleted = await remove(id);
    const operation = String(deleted.body['operation']);
    expect(await broker.repository.read(`instances/${id}/bindings/left/binding.yml`)).toMatch(
      new RegExp(`deleted: true[^]*id: "?${operation}-1"?[^]*type: "?unbind`),
    );
    await broker.report(`instances/${id}`, deleted, { status: 'succeeded' });
    expect(await poll(id)).toEqual({ status: 410, state: undefined });
    expect((await broker.platform.change('DELETE', bindingUrl(id, 'left'), { query: ids })).status).toBe(410);
    expect((await broker.platform.get(bindingUrl(id, 'left'))).status).toBe(404);
  });
});

describe('GET /v2/service_instances/:instance_id/last_operation', () => {
  test('404 for an id that was never seen (LOP-09)', async () => {
    expect(await poll(randomUUID())).toEqual({ status: 404, state: undefined });
  });

  test('400 when operation is empty (LOP-07); unknown operations and other ids are tolerated (LOP-08, LOP-12, LOP-13, LOP-15)', async () => {
    const id = await givenInstance();
    const path = `${instanceUrl(id)}/last_operation`;
    expect((await broker.platform.get(path, { query: { operation: '' } })).status).toBe(400);
    const answer = await broker.platform.get(path, {
      query: { operation: 'unknown', plan_id: 'before', service_id: DATABASE, other: '1' },
    });
    expect(answer.body).toEqual({ state: 'succeeded' });
  });

  test('description and Retry-After in seconds, from the status file or the default (LOP-02, LOP-03, LOP-16, LOP-17)', async () => {
    const id = randomUUID();
    const ordered = await put(id);
    const before = await broker.platform.get(`${instanceUrl(id)}/last_operation`);
    expect(before.headers.get('retry-after')).toBe('10');
    await broker.report(`instances/${id}`, ordered, { status: 'in progress', description: 'half way', retryAfter: 33 });
    await expect
      .poll(async () => (await broker.platform.get(`${instanceUrl(id)}/last_operation`)).body, { timeout: 10_000 })
      .toEqual({ state: 'in progress', description: 'half way' });
    const after = await broker.platform.get(`${instanceUrl(id)}/last_operation`);
    expect(after.headers.get('retry-after')).toBe('33');
  });

  test('failure flags are passed on for updates and deletes only (LOP-04, LOP-05, A-33)', async () => {
    const id = randomUUID();
    const ordered = await put(id);
    await broker.report(`instances/${id}`, ordered, {
      status: 'failed',
      description: '',
      instanceUsable: false,
      updateRepeatable: false,
    });
    await expect
      .poll(async () => (await broker.platform.get(`${instanceUrl(id)}/last_operation`)).body, { timeout: 10_000 })
      .toEqual({ state: 'failed' });
  });

  test.each([
    ['another word', 'status: done\n'],
    ['a list', '- a\n'],
    ['no YAML', 'status: [\n'],
    ['a duplicate key', 'status: failed\nstatus: succeeded\n'],
    ['nothing', ''],
  ])('a status file with %s is never guessed: in progress, and says what is wrong', async (_, content) => {
    const id = randomUUID();
    await put(id);
    await broker.repository.push({ [`instances/${id}/status.yml`]: content });
    await expect
      .poll(async () => (await broker.platform.get(`${instanceUrl(id)}/last_operation`)).body, { timeout: 10_000 })
      .toEqual({ state: 'in progress', description: expect.stringContaining(`instances/${id}/status.yml`) });
  });

  test('a status without an operation counts, as UniPipe pipelines write it', async () => {
    const id = randomUUID();
    await put(id);
    await broker.repository.push({ [`instances/${id}/status.yml`]: 'status: succeeded\ndescription: done\n' });
    await expect.poll(() => poll(id), { timeout: 10_000 }).toEqual({ status: 200, state: 'succeeded' });
  });
});

describe('GET /v2/service_instances/:instance_id', () => {
  test('200 at once after the poll said succeeded; 404 before (GETI-01, GETI-02, GETI-04, GETI-06, GETI-07, GETI-09)', async () => {
    const id = randomUUID();
    const ordered = await put(id);
    expect((await broker.platform.get(instanceUrl(id))).status).toBe(404);
    const response = dump({
      dashboard_url: 'https://other.example.com',
      metadata: { labels: { a: 'b' }, attributes: { c: 'd' } },
    });
    await broker.report(
      `instances/${id}`,
      ordered,
      { status: 'succeeded' },
      { [`instances/${id}/response.yml`]: response },
    );
    expect(await poll(id)).toEqual({ status: 200, state: 'succeeded' });
    const answer = await broker.platform.get(instanceUrl(id));
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: {
        service_id: DATABASE,
        plan_id: SMALL,
        dashboard_url: 'https://other.example.com',
        parameters: { size: 2 },
        maintenance_info: { version: '1.2.0' },
        metadata: { labels: { a: 'b' }, attributes: { c: 'd' } },
      },
    });
  });

  test('422 ConcurrencyError while it is updated; 404 after a failed provision (GETI-05, GETI-11, CONC-09, A-10, A-12)', async () => {
    const id = await givenInstance();
    await broker.platform.change('PATCH', instanceUrl(id), { body: { service_id: DATABASE, parameters: { size: 5 } } });
    const busy = await broker.platform.get(instanceUrl(id));
    expect({ status: busy.status, error: busy.body['error'] }).toEqual({ status: 422, error: 'ConcurrencyError' });
    const failed = randomUUID();
    await broker.report(`instances/${failed}`, await put(failed), { status: 'failed' });
    expect((await broker.platform.get(instanceUrl(failed))).status).toBe(404);
  });

  test('what left the catalog can still be polled, fetched and deleted (CAT-38, CAT-39)', async () => {
    const own = await givenBroker();
    try {
      const id = randomUUID();
      await own.report(`instances/${id}`, await own.platform.change('PUT', instanceUrl(id), { body: ORDER }), {
        status: 'succeeded',
      });
      await own.repository.push({ 'catalog.yml': dump({ services: CATALOG.services.slice(1) }) });
      await expect
        .poll(async () => (await own.platform.get('/v2/catalog')).body['services'], { timeout: 10_000 })
        .toHaveLength(2);
      expect((await own.platform.get(`${instanceUrl(id)}/last_operation`)).body).toEqual({ state: 'succeeded' });
      expect((await own.platform.get(instanceUrl(id))).status).toBe(200);
      expect((await own.platform.change('PUT', instanceUrl(randomUUID()), { body: ORDER })).status).toBe(400);
      expect((await own.platform.change('DELETE', instanceUrl(id), { query: ids })).status).toBe(202);
    } finally {
      await own.remove();
    }
  });
});
