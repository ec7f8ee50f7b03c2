import { describe, expect, test } from 'vitest';
import { BINDING, INSTANCE, badRequest, send } from './send.js';

describe.each([
  ['deprovision', INSTANCE, 'DEP-02, DEP-03, DEP-06, DEP-07'],
  ['unbind', BINDING, 'UNB-02, UNB-03, UNB-06, UNB-07'],
] as const)('DELETE: %s', (method, path, rows) => {
  test.each([
    ['', 'Query parameters: service_id: is required; plan_id: is required'],
    ['?plan_id=p', 'Query parameters: service_id: is required'],
    ['?service_id=s&plan_id=', 'Query parameters: plan_id: must not be empty'],
    ['?service_id=s&service_id=s&plan_id=p', 'Query parameters: service_id: must not be repeated'],
  ])(`400 for "%s" (${rows})`, async (query, description) => {
    expect((await send('DELETE', `${path}${query}`, undefined)).answer).toEqual(badRequest(description));
  });

  test(`200 {} and 202 (${rows})`, async () => {
    const query = '?service_id=s%2F1&plan_id=p&accepts_incomplete=true';
    const { answer, request } = await send('DELETE', `${path}${query}`, undefined);
    expect(answer).toEqual({ status: 202, body: { operation: 'op-1' } });
    expect(request).toMatchObject({ service_id: 's/1', plan_id: 'p', acceptsIncomplete: true });
    const deleted = async () => ({ outcome: 'deleted' }) as const;
    const done = await send('DELETE', `${path}${query}`, undefined, { [method]: deleted });
    expect(done.answer).toEqual({ status: 200, body: {} });
  });
});
