import { describe, expect, test } from 'vitest';
import { givenPlugin } from './running-plugin.js';

const refused = (status: number, error: string) => ({ status, body: { error, description: expect.any(String) } });

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
