import { describe, expect, test } from 'vitest';
import { OsbError } from '../../src/osb/errors.js';
import { givenPlugin, onlySecret } from './running-plugin.js';

const INSTANCE = '/v2/service_instances/i-1';
const BINDING = `${INSTANCE}/service_bindings/b-1`;
const IDS = 'service_id=service-1&plan_id=plan-1';
const PROVISION = { service_id: 'service-1', plan_id: 'plan-1', organization_guid: 'o', space_guid: 's' };
const BIND = { service_id: 'service-1', plan_id: 'plan-1' };

const ENDPOINTS = [
  ['catalog', 'GET', '/v2/catalog', undefined, 200],
  ['provision', 'PUT', INSTANCE, PROVISION, 202],
  ['fetchInstance', 'GET', INSTANCE, undefined, 200],
  ['update', 'PATCH', INSTANCE, { service_id: 'service-1' }, 202],
  ['deprovision', 'DELETE', `${INSTANCE}?${IDS}`, undefined, 202],
  ['lastInstanceOperation', 'GET', `${INSTANCE}/last_operation`, undefined, 200],
  ['bind', 'PUT', BINDING, BIND, 202],
  ['fetchBinding', 'GET', BINDING, undefined, 200],
  ['unbind', 'DELETE', `${BINDING}?${IDS}`, undefined, 202],
  ['lastBindingOperation', 'GET', `${BINDING}/last_operation`, undefined, 200],
] as const;

const refused = (status: number, error: string) => ({ status, body: { error, description: expect.any(String) } });

describe.each(ENDPOINTS)('%s: %s %s', (method, verb, path, json, status) => {
  test('reaches its method, and only it (VER-03)', async () => {
    const plugin = await givenPlugin();
    expect(await plugin.ask(verb, path, { json })).toMatchObject({ status });
    expect(plugin.calls.map((call) => call.method)).toEqual([method]);
  });

  test('401 without credentials, before anything else is looked at (AUTH-01, AUTH-02, AUTH-08)', async () => {
    const plugin = await givenPlugin({ authenticate: onlySecret });
    const headers = { 'X-Broker-API-Version': undefined, 'X-Broker-API-Request-Identity': 'r-1' };
    const answer = await plugin.ask(verb, path, verb === 'GET' ? { headers } : { headers, body: '{' });
    expect(answer).toMatchObject(refused(401, 'Unauthorized'));
    expect(answer.headers.get('X-Broker-API-Request-Identity')).toBe('r-1');
    expect(plugin.calls).toEqual([]);
  });

  test('400 without version, 412 with another major one, nothing done (VER-01, VER-02, VER-06)', async () => {
    const plugin = await givenPlugin();
    const ask = (version: string | undefined) =>
      plugin.ask(verb, path, { json, headers: { 'X-Broker-API-Version': version } });
    expect(await ask(undefined)).toMatchObject(refused(400, 'BadRequest'));
    expect(await ask('3.0')).toMatchObject({
      status: 412,
      body: { error: 'UnsupportedApiVersion', description: expect.stringContaining('2.17') },
    });
    expect(plugin.calls).toEqual([]);
  });

  test('the request identity comes back, on success and on error (IDENT-08)', async () => {
    const failing = async (): Promise<never> => {
      throw new OsbError('Conflict', 'Taken');
    };
    const headers = { 'X-Broker-API-Request-Identity': 'e26cee84-6b38-4456-b34e-d1a9f002c956' };
    for (const plugin of [await givenPlugin(), await givenPlugin({ answers: { [method]: failing } })]) {
      const answer = await plugin.ask(verb, path, { json, headers });
      expect(answer.headers.get('X-Broker-API-Request-Identity')).toBe(headers['X-Broker-API-Request-Identity']);
    }
  });

  test('both identities reach the broker, with whatever properties (IDENT-02, IDENT-03, IDENT-04)', async () => {
    const plugin = await givenPlugin();
    const user = '{\r\n  "user_id": "u-1",\r\n  "extra": ["ü"]\r\n}';
    const headers = {
      'X-Broker-API-Originating-Identity': `mars ${Buffer.from(user).toString('base64')}`,
      'X-Broker-API-Request-Identity': 'r-1',
    };
    expect(await plugin.ask(verb, path, { json, headers })).toMatchObject({ status });
    expect(plugin.calls[0]?.request).toMatchObject({
      originatingIdentity: { platform: 'mars', value: { user_id: 'u-1', extra: ['ü'] } },
      requestIdentity: 'r-1',
    });
  });

  test('400 when the originating identity is malformed (IDENT-05)', async () => {
    const plugin = await givenPlugin();
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const malformed = [
      'cloudfoundry',
      'cloudfoundry ',
      `cloudfoundry ${encode('{}')} more`,
      'cloudfoundry ***',
      'cloudfoundry e30',
      `cloudfoundry ${encode('[]')}`,
      `cloudfoundry ${encode('{')}`,
      `cloudfoundry ${encode('{"__proto__":{}}')}`,
    ];
    for (const value of malformed) {
      const answer = await plugin.ask(verb, path, { json, headers: { 'X-Broker-API-Originating-Identity': value } });
      expect(answer).toMatchObject(refused(400, 'BadRequest'));
    }
    expect(plugin.calls).toEqual([]);
  });

  test('500 says nothing of what happened inside, only where to look it up (ERR-17)', async () => {
    const failing = async (): Promise<never> => {
      throw new Error('https://user:password@git.example.com is gone');
    };
    const plugin = await givenPlugin({ answers: { [method]: failing } });
    expect(await plugin.ask(verb, path, { json })).toMatchObject({
      status: 500,
      body: {
        error: 'InternalError',
        description: 'The broker failed unexpectedly; its log tells more under request id req-1',
      },
    });
    expect(plugin.log.join('')).toContain('is gone');
  });

  test('errors carry failure flags only where they may, and Retry-After in seconds (ERR-04, ERR-05)', async () => {
    const failing = async (): Promise<never> => {
      throw new OsbError('Unavailable', 'Later', {
        instanceUsable: false,
        updateRepeatable: false,
        retryAfterSeconds: 4.2,
      });
    };
    const plugin = await givenPlugin({ answers: { [method]: failing } });
    const answer = await plugin.ask(verb, path, { json });
    const flags = {
      ...(['update', 'deprovision'].includes(method) && { instance_usable: false }),
      ...(method === 'update' && { update_repeatable: false }),
    };
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({ error: 'Unavailable', description: 'Later', ...flags });
    expect(answer.headers.get('Retry-After')).toBe('5');
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/json/);
  });

  test('unknown query parameters are ignored (URL-06)', async () => {
    const plugin = await givenPlugin();
    expect(await plugin.ask(verb, `${path}${path.includes('?') ? '&' : '?'}x=1&x=2&y`, { json })).toMatchObject({
      status,
    });
  });
});

describe('X-Broker-API-Version', () => {
  test.each(['2.0', '2.9', '2.17', '2.18', '2.99'])('%s is accepted (VER-04, VER-05)', async (version) => {
    const plugin = await givenPlugin();
    expect(await plugin.ask('GET', '/v2/catalog', { headers: { 'X-Broker-API-Version': version } })).toMatchObject({
      status: 200,
    });
  });

  test.each(['', '2', '2.x', '2.17.1', 'v2.17', '2.17, 2.16', '-2.1'])(
    '"%s" is malformed: 400 (VER-05)',
    async (version) => {
      const plugin = await givenPlugin();
      const answer = await plugin.ask('GET', '/v2/catalog', { headers: { 'X-Broker-API-Version': version } });
      expect(answer).toMatchObject(refused(400, 'BadRequest'));
    },
  );

  test.each(['1.17', '3.0', '22.17'])('%s is not supported: 412 (VER-02)', async (version) => {
    const plugin = await givenPlugin();
    const answer = await plugin.ask('GET', '/v2/catalog', { headers: { 'X-Broker-API-Version': version } });
    expect(answer).toMatchObject(refused(412, 'UnsupportedApiVersion'));
  });
});

describe('bodies', () => {
  const given = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string | undefined> = {}) => {
    const plugin = await givenPlugin();
    return { plugin, answer: await plugin.ask('PUT', INSTANCE, { body, headers }) };
  };
  const json = JSON.stringify(PROVISION);

  test.each(['application/json', 'Application/JSON; charset=utf-8', 'application/json;charset=UTF-8'])(
    '%s is read (CTYPE-02)',
    async (type) => {
      expect((await given(json, { 'Content-Type': type })).answer.status).toBe(202);
    },
  );

  test('read as JSON without a Content-Type (CTYPE-02)', async () => {
    // As bytes, because fetch would add a type to text.
    expect((await given(new TextEncoder().encode(json), { 'Content-Type': undefined })).answer.status).toBe(202);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'nonsense',
    'application/json, text/plain',
  ])('%s is refused with 400, not 415 (CTYPE-03)', async (type) => {
    const { plugin, answer } = await given(json, { 'Content-Type': type });
    expect(answer).toMatchObject(refused(400, 'BadRequest'));
    expect(plugin.calls).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['half of it', json.slice(0, -1)],
    ['an array', '[]'],
    ['text', '"x"'],
    ['null', 'null'],
    ['a poisoned prototype', `{"parameters":{"__proto__":{"x":1}},${json.slice(1)}`],
    ['ill-formed Unicode', `{"parameters":{"x":"\\ud800"},${json.slice(1)}`],
    ['a number beyond all', `{"parameters":{"x":1e999},${json.slice(1)}`],
    ['deep nesting', `{"parameters":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}},${json.slice(1)}`],
  ])('%s: 400 (PROV-07, CTYPE-03)', async (_what, body) => {
    const { plugin, answer } = await given(body);
    expect(answer).toMatchObject(refused(400, 'BadRequest'));
    expect(plugin.calls).toEqual([]);
  });

  test('400 when it is not UTF-8 (CTYPE-03)', async () => {
    expect((await given(Uint8Array.of(0x7b, 0xff, 0x7d))).answer).toMatchObject(refused(400, 'BadRequest'));
  });

  test('413 when larger than the limit', async () => {
    const parameters = { x: 'x'.repeat(1_048_576) };
    const { answer } = await given(JSON.stringify({ ...PROVISION, parameters }));
    expect(answer).toMatchObject(refused(413, 'PayloadTooLarge'));
  });

  test('DELETE with a Content-Type and no body is accepted (CTYPE-02)', async () => {
    const plugin = await givenPlugin();
    for (const type of ['application/json', 'text/plain']) {
      const answer = await plugin.ask('DELETE', `${INSTANCE}?${IDS}`, { headers: { 'Content-Type': type } });
      expect(answer).toMatchObject({ status: 202 });
    }
    const raw = await plugin.sendRaw(
      `DELETE ${INSTANCE}?${IDS} HTTP/1.1\r\nHost: x\r\nX-Broker-API-Version: 2.17\r\nContent-Type: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    expect(raw).toMatch(/^HTTP\/1.1 202 /);
  });
});

describe('URLs', () => {
  const asked = async (id: string) => {
    const plugin = await givenPlugin();
    const answer = await plugin.ask('GET', `/v2/service_instances/${id}/last_operation`);
    return { answer, request: plugin.calls[0]?.request };
  };

  test.each(['a/b', '../../etc/passwd', 'ä ö', '%', 'A', '.', '..', 'a?b#c', '\u0000', 'x'.repeat(4_000)])(
    'id "%s" is decoded and otherwise left alone (URL-01)',
    async (id) => {
      // fetch would resolve the dots away.
      const encoded = encodeURIComponent(id).replaceAll('.', '%2E');
      const path = `/v2/service_instances/${encoded}/last_operation`;
      const plugin = await givenPlugin();
      await plugin.sendRaw(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Broker-API-Version: 2.17\r\nConnection: close\r\n\r\n`,
      );
      expect(plugin.calls[0]?.request).toMatchObject({ instanceId: id });
    },
  );

  test('400 for an invalid percent-encoding (URL-01)', async () => {
    expect((await asked('%E0%A4')).answer).toMatchObject(refused(400, 'BadRequest'));
    expect((await asked('%zz')).answer).toMatchObject(refused(400, 'BadRequest'));
  });

  test('401 first, also for an invalid percent-encoding (AUTH-08)', async () => {
    const plugin = await givenPlugin({ authenticate: onlySecret });
    const headers = { 'X-Broker-API-Request-Identity': 'r-1' };
    const answer = await plugin.ask('GET', '/v2/service_instances/%zz', { headers });
    expect(answer).toMatchObject(refused(401, 'Unauthorized'));
    expect(answer.headers.get('X-Broker-API-Request-Identity')).toBe('r-1');
    const allowed = await plugin.ask('GET', '/v2/service_instances/%zz', { headers: { Authorization: 'secret' } });
    expect(allowed).toMatchObject(refused(400, 'BadRequest'));
  });

  test('400 for an empty id (URL-05)', async () => {
    expect((await asked('')).answer).toMatchObject(refused(400, 'BadRequest'));
  });

  test.each([
    ['GET', '/v2'],
    ['GET', '/v2/'],
    ['GET', '/v2/unknown'],
    ['POST', '/v2/catalog'],
    ['POST', INSTANCE],
    ['PATCH', BINDING],
    ['OPTIONS', INSTANCE],
    ['GET', `${BINDING}/more/than/that`],
  ])('%s %s: 404, after 401 (ERR-01, AUTH-01)', async (method, path) => {
    const plugin = await givenPlugin({ authenticate: onlySecret });
    expect(await plugin.ask(method, path)).toMatchObject(refused(401, 'Unauthorized'));
    expect(await plugin.ask(method, path, { headers: { Authorization: 'secret' } })).toMatchObject(
      refused(404, 'NotFound'),
    );
  });

  test('several brokers side by side, each under its prefix (AUTH-07)', async () => {
    const plugin = await givenPlugin({ prefixes: ['/a', '/b'] });
    for (const prefix of ['/a', '/b']) {
      expect(await plugin.ask('GET', `${prefix}/v2/catalog`)).toMatchObject({ status: 200 });
      expect(await plugin.ask('GET', `${prefix}/v2/x`)).toMatchObject(refused(404, 'NotFound'));
    }
  });
});
