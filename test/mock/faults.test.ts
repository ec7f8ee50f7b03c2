import { describe, expect, test } from 'vitest';
import { parseMockFault } from '../../src/mock/mock-faults.js';
import { MOCK_CATALOG } from '../../src/mock/mock-catalog.js';
import { givenMock, IDS, ORDER } from './given-mock.js';

const INSTANCE = { instanceId: 'i', acceptsIncomplete: true };

describe('a fault as a short text', () => {
  test.each([
    ['provision:status:503', { on: 'provision', kind: 'status', status: 503 }],
    ['*:flapping', { on: '*', kind: 'flapping' }],
    ['bind:error:RequiresApp*2', { on: 'bind', kind: 'error', code: 'RequiresApp', times: 2 }],
    ['update:failed-operation:no room', { on: 'update', kind: 'failed-operation', description: 'no room' }],
    ['unbind:lost-answer*1', { on: 'unbind', kind: 'lost-answer', times: 1 }],
    ['catalog:slow:200', { on: 'catalog', kind: 'slow', delayMs: 200 }],
  ])('%s', (text, fault) => {
    expect(parseMockFault(text)).toEqual(fault);
  });

  test.each([
    ['provision', '"provision" is no fault: write <call>:<kind>[:<detail>][*<times>]'],
    ['buy:status:503', /on: must be one of \*, catalog, provision/],
    ['bind:error:Nonsense', /code: must be one of BadRequest/],
    ['bind:status:9000', /status: /],
    ['bind:flapping:9', /detail/],
    ['bind:explode', /kind: /],
  ])('%s is refused', (text, message) => {
    expect(() => parseMockFault(text)).toThrow(message);
  });
});

describe('faults', () => {
  test('an error code, with its status, on this call only', async () => {
    const { client } = await givenMock({
      faults: [{ on: 'provision', kind: 'error', code: 'MaintenanceInfoConflict' }],
    });
    await expect(client.provision({ ...INSTANCE, body: ORDER })).rejects.toMatchObject({
      status: 422,
      code: 'MaintenanceInfoConflict',
    });
    expect(await client.catalog()).toEqual(MOCK_CATALOG);
  });

  test('only so many times', async () => {
    const { client, faults } = await givenMock({ faults: [{ on: 'catalog', kind: 'status', status: 500, times: 2 }] });
    await expect(client.catalog()).rejects.toMatchObject({ status: 500 });
    await expect(client.catalog()).rejects.toMatchObject({ status: 500 });
    expect(await client.catalog()).toEqual(MOCK_CATALOG);
    expect(faults.list()).toEqual([]);
  });

  test('flapping: every other request', async () => {
    const { client } = await givenMock({ faults: [{ on: 'catalog', kind: 'flapping' }] });
    const outcomes = [];
    for (let i = 0; i < 4; i += 1)
      outcomes.push(
        await client.catalog().then(
          () => 200,
          ({ status }) => status,
        ),
      );
    expect(outcomes).toEqual([503, 200, 503, 200]);
  });

  test('refused and unanswered requests do nothing, lost and malformed answers have done it', async () => {
    const { client, faults } = await givenMock({ mode: 'sync' }, { connection: { timeoutMs: 300 } });
    for (const [kind, done] of [
      ['no-answer', false],
      ['lost-answer', true],
      ['malformed', true],
    ] as const) {
      faults.set([{ on: 'provision', kind }]);
      const ids = { instanceId: kind, acceptsIncomplete: true };
      await expect(client.provision({ ...ids, body: ORDER })).rejects.toThrow(Error);
      const found = await client.fetchInstance(ids).then(
        () => true,
        () => false,
      );
      expect({ kind, found }).toEqual({ kind, found: done });
    }
  });

  test('a synchronous operation that fails is answered 500, and changes nothing', async () => {
    const { client } = await givenMock({ mode: 'sync', faults: [{ on: 'provision', kind: 'failed-operation' }] });
    await expect(client.provision({ ...INSTANCE, body: ORDER })).rejects.toMatchObject({ status: 500 });
    await expect(client.deprovision({ ...INSTANCE, ...IDS })).rejects.toMatchObject({ status: 410 });
  });

  test('the credentials are still wanted', async () => {
    const { url, client } = await givenMock({ faults: [{ on: '*', kind: 'flapping' }] });
    const answer = await fetch(`${url}/v2/catalog`, { headers: { 'x-broker-api-version': '2.17' } });
    expect(answer.status).toBe(401);
    await expect(client.catalog()).rejects.toMatchObject({ status: 503 });
  });
});

describe('/mock/faults', () => {
  test('reads, replaces and removes faults while the broker runs', async () => {
    const { url, client } = await givenMock();
    const faults = [{ on: 'catalog', kind: 'error', code: 'Unavailable' }];
    const ask = async (method: string, body?: unknown) => {
      const answer = await fetch(`${url}/mock/faults`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    expect(await ask('GET')).toEqual({ status: 200, body: [] });
    expect(await ask('PUT', faults)).toEqual({ status: 200, body: faults });
    await expect(client.catalog()).rejects.toMatchObject({ status: 503 });
    expect(await ask('PUT', [{ on: 'catalog', kind: 'nothing' }])).toMatchObject({ status: 400 });
    expect(await ask('GET')).toEqual({ status: 200, body: faults });
    expect(await ask('DELETE')).toEqual({ status: 200, body: [] });
    await client.catalog();
  });
});
