import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ORDER } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { instanceUrl } from '../helpers/platform.js';
import type { Answer } from '../helpers/platform.js';

let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker({}, { OPERATION_TIMEOUT: '3600', STATUS_OPERATION: 'required' });
});
afterAll(() => broker.remove());

const order = (id: string) => broker.platform.change('PUT', instanceUrl(id), { body: ORDER });
const file = (id: string) => broker.repository.read(`instances/${id}/instance.yml`);

async function poll(id: string, { body }: Answer): Promise<Record<string, unknown>> {
  const query = { operation: String(body['operation']) };
  return (await broker.platform.get(`${instanceUrl(id)}/last_operation`, { query })).body;
}

/** Lets the broker see what was pushed: an unknown id is answered only after a look at the remote. */
const look = () => broker.platform.get('/v2/service_instances/unknown/last_operation');

/** An order of a year ago. */
async function givenOldOrder(id: string): Promise<Answer> {
  const answer = await order(id);
  const text = (await file(id)) ?? '';
  const old = text.replace(/requestedAt: .*/, "requestedAt: '2025-01-01T00:00:00.000Z'");
  expect(old).not.toBe(text);
  await broker.repository.push({ [`instances/${id}/instance.yml`]: old });
  await look();
  return answer;
}

describe('OPERATION_TIMEOUT', () => {
  test('an operation without a status fails, and the repository says so: it stays failed when a late status comes (LOP-22, ORPH-10)', async () => {
    const answer = await givenOldOrder('old');
    const failed = { state: 'failed', description: expect.stringMatching(/^no status within \d+ seconds$/) };
    expect(await poll('old', answer)).toEqual(failed);
    expect(await file('old')).toMatch(/expiredAt: /);
    expect(await broker.repository.git('log', '-1', '--format=%s', 'main')).toBe(
      'OSB API: Expired operation of Service instance old\n',
    );

    await broker.report('instances/old', answer, { status: 'succeeded' });
    expect(await poll('old', answer)).toEqual(failed);
  });

  test('a final status that came before anybody asked counts, however old the order is', async () => {
    const answer = await givenOldOrder('reported');
    await broker.report('instances/reported', answer, { status: 'succeeded' });
    expect(await poll('reported', answer)).toEqual({ state: 'succeeded' });
  });

  test('an order within its time is in progress, and nothing is written', async () => {
    const answer = await order('young');
    const before = await broker.repository.git('rev-parse', 'main');
    expect(await poll('young', answer)).toMatchObject({ state: 'in progress' });
    expect(await broker.repository.git('rev-parse', 'main')).toBe(before);
  });
});

describe('STATUS_OPERATION=required', () => {
  test('a status that names no operation does not count, and the poll says why', async () => {
    const answer = await order('unnamed');
    await broker.repository.push({ 'instances/unnamed/status.yml': 'status: succeeded\n' });
    await look();
    expect(await poll('unnamed', answer)).toEqual({
      state: 'in progress',
      description: 'status.yml must name the operation it speaks of',
    });
  });
});
