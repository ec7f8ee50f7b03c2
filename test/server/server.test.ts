import { request } from 'node:https';
import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { AUTHORIZATION, basic, givenServer, HEADERS } from './given-server.js';
import { givenCertificate } from './given-certificate.js';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function given(options: Parameters<typeof givenServer>[0] = {}) {
  const server = await givenServer(options);
  cleanUps.push(server.close);
  return server;
}

const UNAUTHORIZED = { error: 'Unauthorized', description: expect.any(String) };

async function answer(response: Response | Promise<Response>) {
  const received = await response;
  return { status: received.status, body: await received.json(), realm: received.headers.get('www-authenticate') };
}

describe('authentication', () => {
  const version = { 'x-broker-api-version': '2.17' };
  test.each([
    ['the first credentials', AUTHORIZATION],
    ['further credentials, in UTF-8', basic('zweiter:pässwörd ✓')],
  ])('200 with %s (AUTH-01)', async (_name, authorization) => {
    const server = await given();
    expect((await server.get('/v2/catalog', { ...version, authorization })).status).toBe(200);
  });

  test.each([
    ['no credentials', {}],
    ['a wrong password', { authorization: basic('user:wrong') }],
    ['a wrong user', { authorization: basic('wrong:password') }],
    ["another user's password", { authorization: basic('user:pässwörd ✓') }],
    ['neither of two right halves', { authorization: basic('zweiter:password') }],
    ['an empty password', { authorization: basic('user:') }],
    ['another scheme', { authorization: 'Bearer user:password' }],
    ['no colon', { authorization: basic('user') }],
    ['no Base64', { authorization: 'Basic %%%' }],
  ])('401 with %s (AUTH-02)', async (_name, headers) => {
    const server = await given();
    expect(await answer(server.get('/v2/catalog', { ...version, ...headers }))).toEqual({
      status: 401,
      body: UNAUTHORIZED,
      realm: 'Basic realm="gitbroker", charset="UTF-8"',
    });
  });

  test.each(['/', '/nothing', '/v2/nothing', '/v1/catalog', '/metrics'])(
    'GET %s: 401 without credentials (AUTH-08)',
    async (path) => {
      const server = await given();
      expect(await answer(server.get(path, {}))).toMatchObject({ status: 401, body: UNAUTHORIZED });
    },
  );

  test.each(['/', '/nothing', '/v2/nothing', '/v1/catalog'])('GET %s: 404 with credentials', async (path) => {
    const server = await given();
    expect(await answer(server.get(path))).toMatchObject({ status: 404, body: { error: 'NotFound' } });
  });

  test('a body of any type does not change the 401 of an unknown path', async () => {
    const server = await given();
    const sent = fetch(`${server.url}/nothing`, { method: 'POST', body: '<x/>', headers: { 'content-type': 'a/b' } });
    expect(await answer(sent)).toMatchObject({ status: 401, body: UNAUTHORIZED });
  });
});

describe('probes', () => {
  test('/healthz and /readyz need no credentials', async () => {
    const server = await given();
    expect(await answer(server.get('/healthz', {}))).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await answer(server.get('/readyz', {}))).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('/readyz: 503 without details while there is nothing to answer from; /healthz stays 200', async () => {
    const server = await given({ isReady: async () => false });
    expect(await answer(server.get('/readyz', {}))).toMatchObject({ status: 503, body: { status: 'not ready' } });
    expect((await server.get('/healthz', {})).status).toBe(200);
  });
});

describe('X-Gitbroker-Snapshot-Age', () => {
  const age = (response: Response) => response.headers.get('x-gitbroker-snapshot-age');

  test('whole seconds on reads of the API, also on errors, and nowhere else', async () => {
    const server = await given();
    expect(age(await server.get('/v2/catalog'))).toBe('7');
    expect(age(await server.get('/v2/service_instances/x'))).toBe('7');
    expect(age(await server.order('x'))).toBe(null);
    expect(age(await server.get('/healthz'))).toBe(null);
  });

  test('absent before the first contact with the remote', async () => {
    const server = await given({ snapshotAgeSeconds: () => undefined });
    expect(age(await server.get('/v2/catalog'))).toBe(null);
  });
});

describe('/metrics', () => {
  test('counts by route pattern, never by URL', async () => {
    const server = await given();
    await server.order('instance-1');
    await server.order('instance-2');
    await server.get('/unknown-path');
    const text = await (await server.get('/metrics')).text();
    const route = '/v2/service_instances/:instance_id';
    expect(text).toContain(
      `gitbroker_http_request_duration_seconds_count{route="${route}",method="PUT",status="202"} 2`,
    );
    expect(text).toContain(
      'gitbroker_http_request_duration_seconds_count{route="unknown",method="GET",status="404"} 1',
    );
    expect(text).toContain(
      `gitbroker_http_request_duration_seconds_count{route="${route}",method="PUT",status="202"} 2`,
    );
    for (const raw of ['instance-1', 'unknown-path']) expect(text).not.toContain(raw);
  });

  test('tells age, catalog, operations and unreadable records', async () => {
    const server = await given({ sources: { catalogValid: () => false } });
    const text = await (await server.get('/metrics')).text();
    for (const line of [
      'gitbroker_snapshot_age_seconds 7.9',
      'gitbroker_catalog_valid 0',
      'gitbroker_operations{kind="instance",state="succeeded"} 3',
      'gitbroker_unreadable_records 1',
      'gitbroker_replays_total 0',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toContain('process_cpu_seconds_total');
  });

  test('answers before the first contact with the remote, without counting records', async () => {
    const survey = () => Promise.reject(new Error('there is nothing to count'));
    const server = await given({ sources: { snapshotAgeSeconds: () => undefined, survey } });
    const response = await server.get('/metrics');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('gitbroker_snapshot_age_seconds Nan');
  });
});

describe('stopping', () => {
  test('the running order is answered, a new one is refused, reads go on, not ready', async () => {
    const gate = new EventEmitter();
    const [committed, arrived] = [once(gate, 'committed'), once(gate, 'arrived')];
    const server = await given({
      broker: {
        provision: async () => {
          gate.emit('arrived');
          await committed;
          return { outcome: 'accepted', operation: 'op' };
        },
      },
    });
    const running = server.order('running');
    await arrived;
    let drained = false;
    const drain = server.drain.start().then(() => (drained = true));

    const refused = await server.order('new', { 'x-broker-api-request-identity': 'who' });
    expect({ status: refused.status, body: await refused.json() }).toEqual({
      status: 503,
      body: { error: 'Unavailable', description: expect.any(String) },
    });
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      connection: 'close',
      'x-broker-api-request-identity': 'who',
    });
    expect((await server.get('/v2/catalog')).status).toBe(200);
    expect((await server.get('/readyz')).status).toBe(503);
    expect(drained).toBe(false);

    gate.emit('committed');
    expect((await running).status).toBe(202);
    await drain;
    expect(drained).toBe(true);
  });
});

describe('the log', () => {
  test('has ids, method, path and status; no header, body, query value or parameter', async () => {
    const server = await given();
    await server.order('an-instance', { 'x-broker-api-request-identity': 'request-identity-1' });
    await server.get('/v2/catalog', { ...HEADERS, authorization: basic('user:wrong-secret') });
    const line = server
      .log()
      .split('\n')
      .find((text) => text.includes('an-instance'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      req: {
        id: expect.any(String),
        identity: 'request-identity-1',
        method: 'PUT',
        path: '/v2/service_instances/an-instance',
      },
      res: { statusCode: 202 },
    });
    const encoded = [AUTHORIZATION, basic('user:wrong-secret')].map((header) => header.slice('Basic '.length));
    for (const secret of ['query-secret', 'parameter-secret', 'wrong-secret', ...encoded]) {
      expect(server.log()).not.toContain(secret);
    }
  });

  test('an unexpected error is in the log with its request id, and not in the answer (ERR-17)', async () => {
    const catalog = () => Promise.reject(new Error('at https://user:url-secret@git.example.com'));
    const server = await given({ broker: { catalog } });
    const { status, body } = await answer(server.get('/v2/catalog'));
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('git.example.com');
    expect(server.log()).toContain('git.example.com');
    expect(server.log()).not.toContain('url-secret');
  });
});

describe('limits', () => {
  test('431 for headers beyond 16 kB', async () => {
    const server = await given();
    expect((await server.get('/v2/catalog', { ...HEADERS, 'x-large': 'x'.repeat(20_000) })).status).toBe(431);
  });
});

describe('TLS', () => {
  test('speaks https with the given certificate', async () => {
    const tls = await givenCertificate();
    const server = await given({ tls });
    const url = server.url.replace('http:', 'https:');
    const sent = request(`${url}/v2/catalog`, { ca: tls.cert, headers: HEADERS, agent: false }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
  });
});
