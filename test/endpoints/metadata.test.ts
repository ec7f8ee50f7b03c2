import { randomUUID } from 'node:crypto';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOG, DATABASE, LARGE, ORDER, SMALL } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { instanceUrl } from '../helpers/platform.js';
import type { Answer } from '../helpers/platform.js';

const [database] = CATALOG.services;
let broker: GivenBroker;
beforeAll(async () => {
  // A dashboard whose address depends on the plan.
  const offering = { ...database, metadata: { dashboardUrl: 'https://{plan_id}.example.com/{instance_id}' } };
  broker = await givenBroker({ 'catalog.yml': dump({ services: [offering] }) });
});
afterAll(() => broker.remove());

const change = (method: 'PUT' | 'PATCH', id: string, body: unknown) =>
  broker.platform.change(method, instanceUrl(id), { body });
const fetched = async (id: string) => (await broker.platform.get(instanceUrl(id))).body;

async function succeed(id: string, answer: Answer, metadata?: Record<string, unknown>): Promise<void> {
  const files = metadata && { [`instances/${id}/response.yml`]: dump({ metadata }) };
  await broker.report(`instances/${id}`, answer, { status: 'succeeded' }, files);
}

describe('metadata of instances', () => {
  test('labels and attributes are in fetches and in the 200 of the same order (META-01, META-02, META-03), the newest ones after a change (META-05)', async () => {
    const id = randomUUID();
    const first = { labels: { tier: 'gold' }, attributes: { 'example.com/zone': 'a' } };
    await succeed(id, await change('PUT', id, ORDER), first);
    expect((await fetched(id))['metadata']).toEqual(first);
    expect((await change('PUT', id, ORDER)).body['metadata']).toEqual(first);

    const updated = await change('PATCH', id, { service_id: DATABASE, parameters: { size: 3 } });
    const second = { labels: { tier: 'gold', colour: 'blue' }, attributes: { 'example.com/zone': 'b' } };
    await succeed(id, updated, second);
    expect((await fetched(id))['metadata']).toEqual(second);
  });

  test('the 202 of an update has none: nobody knows them yet (UPD-20, META-04)', async () => {
    const id = randomUUID();
    await succeed(id, await change('PUT', id, ORDER), { labels: { tier: 'gold' } });
    const updated = await change('PATCH', id, { service_id: DATABASE, parameters: { size: 3 } });
    expect({ status: updated.status, keys: Object.keys(updated.body) }).toEqual({ status: 202, keys: ['operation'] });
  });
});

describe('dashboards', () => {
  test('an update that moves the dashboard says so in its 202 (UPD-18), one that does not leaves it out', async () => {
    const id = randomUUID();
    const ordered = await change('PUT', id, ORDER);
    expect(ordered.body['dashboard_url']).toBe(`https://${SMALL}.example.com/${id}`);
    await succeed(id, ordered);
    const moved = await change('PATCH', id, { service_id: DATABASE, plan_id: LARGE });
    expect({ status: moved.status, body: moved.body }).toEqual({
      status: 202,
      body: { operation: expect.any(String), dashboard_url: `https://${LARGE}.example.com/${id}` },
    });
    await succeed(id, moved);
    expect((await fetched(id))['dashboard_url']).toBe(`https://${LARGE}.example.com/${id}`);
    const kept = await change('PATCH', id, { service_id: DATABASE, parameters: { size: 3 } });
    expect(Object.keys(kept.body)).toEqual(['operation']);
  });
});
