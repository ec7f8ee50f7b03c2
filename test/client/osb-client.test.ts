import { describe, expect, test } from 'vitest';
import { BrokerError } from '../../src/client/broker-error.js';
import { OsbClient } from '../../src/client/osb-client.js';
import type { ConnectionOptions } from '../../src/client/broker-connection.js';
import { OsbError } from '../../src/osb/errors.js';
import { MOCK_CATALOG } from '../../src/mock/mock-catalog.js';
import { givenMock, IDS, ORDER } from '../mock/given-mock.js';
import { givenAnswer } from './given-answer.js';

const INSTANCE = { instanceId: 'instance/1 ä', acceptsIncomplete: true };
const BINDING = { ...INSTANCE, bindingId: 'binding?1' };
const anyText = expect.any(String);

describe('the ten calls', () => {
  test('typed answers of an asynchronous broker', async () => {
    const { client } = await givenMock({ mode: 'async', polls: 0, retryAfterSeconds: 5 });
    const dashboard_url = 'https://mock.example.com/instances/instance%2F1%20%C3%A4';
    expect(await client.catalog()).toEqual(MOCK_CATALOG);
    const provisioned = await client.provision({ ...INSTANCE, body: { ...ORDER, parameters: { size: 2 } } });
    expect(provisioned).toEqual({ outcome: 'accepted', body: { operation: anyText, dashboard_url } });
    const { operation } = provisioned.body;
    expect(await client.lastInstanceOperation({ ...INSTANCE, ...IDS, operation })).toEqual({ state: 'succeeded' });
    expect(await client.fetchInstance({ ...INSTANCE, ...IDS })).toEqual({
      ...IDS,
      dashboard_url,
      parameters: { size: 2 },
      maintenance_info: { version: '1.0.0' },
    });
    expect(await client.update({ ...INSTANCE, body: { service_id: IDS.service_id, parameters: { size: 3 } } })).toEqual(
      {
        outcome: 'accepted',
        body: { operation: anyText },
      },
    );
    await client.lastInstanceOperation(INSTANCE);
    expect(await client.bind({ ...BINDING, body: IDS })).toEqual({ outcome: 'accepted', body: { operation: anyText } });
    expect(await client.lastBindingOperation(BINDING)).toEqual({ state: 'succeeded' });
    expect((await client.fetchBinding(BINDING)).credentials).toMatchObject({ username: 'binding?1' });
    expect(await client.unbind({ ...BINDING, ...IDS })).toEqual({ outcome: 'accepted', body: { operation: anyText } });
    await expect(client.lastBindingOperation(BINDING)).rejects.toMatchObject({ code: 'Gone', status: 410 });
    expect(await client.deprovision({ ...INSTANCE, ...IDS })).toMatchObject({ outcome: 'accepted' });
    await expect(client.lastInstanceOperation(INSTANCE)).rejects.toMatchObject({ code: 'Gone', status: 410 });
  });

  test('outcomes of a synchronous broker', async () => {
    const { client } = await givenMock({ mode: 'sync' });
    const at = { ...INSTANCE, acceptsIncomplete: false };
    expect((await client.provision({ ...at, body: ORDER })).outcome).toBe('created');
    expect((await client.provision({ ...at, body: ORDER })).outcome).toBe('exists');
    expect((await client.update({ ...at, body: { service_id: IDS.service_id } })).outcome).toBe('updated');
    expect((await client.bind({ ...BINDING, body: IDS })).outcome).toBe('created');
    expect((await client.bind({ ...BINDING, body: IDS })).outcome).toBe('exists');
    expect(await client.unbind({ ...BINDING, ...IDS })).toEqual({ outcome: 'deleted', body: {} });
    expect(await client.deprovision({ ...at, ...IDS })).toEqual({ outcome: 'deleted', body: {} });
  });

  test.each(['', '.', '..'])('the id "%s" is refused, because no URL can have it', async (instanceId) => {
    const { client } = await givenMock();
    await expect(client.fetchInstance({ instanceId })).rejects.toThrow(TypeError);
  });
});

describe('what every request carries', () => {
  test.each<[string, Partial<ConnectionOptions>, Record<string, string | undefined>]>([
    ['the version', {}, { 'x-broker-api-version': '2.17' }],
    ['another version', { apiVersion: '2.13' }, { 'x-broker-api-version': '2.13' }],
    [
      'basic credentials, also with letters beyond ASCII',
      { credentials: { username: 'ü', password: 'p:w' } },
      { authorization: `Basic ${Buffer.from('ü:p:w').toString('base64')}` },
    ],
    ['a bearer token', { credentials: { token: 'abc' } }, { authorization: 'Bearer abc' }],
    [
      'headers of your own, which go before its own',
      { headers: { 'X-Tenant': 't', ACCEPT: '*/*' } },
      { 'x-tenant': 't', accept: '*/*' },
    ],
    [
      'the originating identity',
      { originatingIdentity: { platform: 'cloudfoundry', value: { user_id: 'u' } } },
      { 'x-broker-api-originating-identity': 'cloudfoundry eyJ1c2VyX2lkIjoidSJ9' },
    ],
    ['a request identity', { requestIdentity: () => 'id-1' }, { 'x-broker-api-request-identity': 'id-1' }],
    [
      'no credentials, no identities unless told',
      {},
      { authorization: undefined, 'x-broker-api-request-identity': undefined },
    ],
  ])('%s', async (_name, options, headers) => {
    const { connection, requests } = givenAnswer(200, '{"services":[]}');
    await new OsbClient({ ...connection, ...options }).catalog();
    const sent = requests[0]?.headers ?? {};
    expect(Object.fromEntries(Object.keys(headers).map((name) => [name, sent[name]]))).toEqual(headers);
  });

  test('the identities of one request go before those of the client', async () => {
    const { connection, requests } = givenAnswer(200, '{"services":[]}');
    const client = new OsbClient({ ...connection, requestIdentity: () => 'client' });
    await client.catalog({ requestIdentity: 'request', originatingIdentity: { platform: 'p', value: {} } });
    expect(requests[0]?.headers).toMatchObject({
      'x-broker-api-request-identity': 'request',
      'x-broker-api-originating-identity': 'p e30=',
    });
  });

  test.each([
    ['http://broker.example.com/prefix/', 'http://broker.example.com/prefix/v2/catalog'],
    ['https://broker.example.com', 'https://broker.example.com/v2/catalog'],
  ])('a broker at %s is asked at %s', async (url, asked) => {
    const { connection, requests } = givenAnswer(200, '{"services":[]}');
    await new OsbClient({ ...connection, url }).catalog();
    expect(requests[0]?.url).toBe(asked);
  });

  test.each(['http://user:password@broker.example.com', 'ftp://broker.example.com', 'broker'])(
    'the URL %s is refused, without showing a password',
    (url) => {
      expect(() => new OsbClient({ url })).toThrow(TypeError);
      expect(() => new OsbClient({ url })).not.toThrow(/password@/);
    },
  );
});

describe('errors', () => {
  test.each([
    [409, '{"error":"Conflict","description":"taken"}', 'Conflict', 'taken'],
    [422, '{"error":"AsyncRequired"}', 'AsyncRequired', 'AsyncRequired'],
    [422, '{"error":"QuotaExceeded","description":"full"}', 'QuotaExceeded', 'full'],
    [422, '{"error":"NobodyKnowsThis","description":"full"}', 'BadRequest', 'full'],
    [409, '{}', 'Conflict', 'The broker answered 409'],
    [404, '', 'NotFound', 'The broker answered 404'],
    [400, '{"error":42,"description":["x"]}', 'BadRequest', 'The broker answered 400'],
    [502, '<html>Bad Gateway</html>', 'InternalError', 'The broker answered 502'],
    [503, '{"description":"later"}', 'Unavailable', 'later'],
  ])('%i %s', async (status, text, code, message) => {
    const { connection } = givenAnswer(status, text);
    const error = await new OsbClient(connection).fetchInstance(INSTANCE).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(OsbError);
    expect(error).toBeInstanceOf(BrokerError);
    expect(error).toMatchObject({ status, code, message });
  });

  test('with all that the broker has said', async () => {
    const body = { error: 'Oops', description: 'no', instance_usable: false, update_repeatable: false };
    const { connection } = givenAnswer(422, JSON.stringify(body), { 'retry-after': '9' });
    const update = new OsbClient(connection).update({ ...INSTANCE, body: { service_id: 's' } });
    await expect(update).rejects.toMatchObject({
      error: 'Oops',
      instanceUsable: false,
      updateRepeatable: false,
      retryAfterSeconds: 9,
    });
  });

  test.each([
    [200, 'not JSON', 'The broker answered 200 with a body that is not JSON'],
    [
      200,
      '{"services":{}}',
      'The broker answered 200 with a body that is not as documented: services must be an array',
    ],
    [204, '', 'The broker answered 204 with a status that this request cannot have'],
    [302, '', 'The broker answered 302 with a status that this request cannot have'],
  ])('an answer that cannot be understood: %i %s', async (status, text, message) => {
    const { connection } = givenAnswer(status, text);
    await expect(new OsbClient(connection).catalog()).rejects.toMatchObject({
      name: 'MalformedAnswerError',
      status,
      message,
    });
  });

  test('no answer in time', async () => {
    const { client } = await givenMock({ faults: [{ on: '*', kind: 'no-answer' }] }, { connection: { timeoutMs: 50 } });
    await expect(client.catalog()).rejects.toMatchObject({
      name: 'NoAnswerError',
      reason: 'timeout',
      message: 'GET /v2/catalog: no answer within 50 ms',
    });
  });

  test('a connection that is cut', async () => {
    const { client } = await givenMock({ faults: [{ on: '*', kind: 'lost-answer' }] });
    await expect(client.catalog()).rejects.toMatchObject({ name: 'NoAnswerError', reason: 'connection' });
  });

  test('interrupted by whoever asked', async () => {
    const stop = new AbortController();
    const { client } = await givenMock(
      { faults: [{ on: '*', kind: 'no-answer' }] },
      { connection: { signal: stop.signal } },
    );
    const asked = client.catalog();
    stop.abort();
    await expect(asked).rejects.toMatchObject({ name: 'NoAnswerError', reason: 'interrupted' });
  });
});
