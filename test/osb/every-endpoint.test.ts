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
