import { describe, expect, test } from 'vitest';
import { givenPlugin } from './running-plugin.js';

const INSTANCE = '/v2/service_instances/i-1';
const IDS = 'service_id=service-1&plan_id=plan-1';
const PROVISION = { service_id: 'service-1', plan_id: 'plan-1', organization_guid: 'o', space_guid: 's' };

const refused = (status: number, error: string) => ({ status, body: { error, description: expect.any(String) } });

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
