import { describe, expect, test } from 'vitest';
import { BINDING, INSTANCE, send } from './send.js';

describe.each([
  ['instance', INSTANCE],
  ['binding', BINDING],
])('GET of one %s', (_kind, path) => {
  test('hints are optional, and left out where they make no sense (GETI-09, GETB-09, ERR-15)', async () => {
    const { answer, request } = await send('GET', `${path}?service_id=&plan_id=a&plan_id=b`, undefined);
    expect(answer.status).toBe(200);
    expect(request).toMatchObject({ service_id: undefined, plan_id: undefined });
    expect((await send('GET', `${path}?service_id=s&plan_id=p`, undefined)).request).toMatchObject({
      service_id: 's',
      plan_id: 'p',
    });
  });
});
