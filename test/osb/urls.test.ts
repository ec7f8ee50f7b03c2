import { describe, expect, test } from 'vitest';
import { givenPlugin, onlySecret } from './running-plugin.js';

const INSTANCE = '/v2/service_instances/i-1';
const BINDING = `${INSTANCE}/service_bindings/b-1`;

const refused = (status: number, error: string) => ({ status, body: { error, description: expect.any(String) } });

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
