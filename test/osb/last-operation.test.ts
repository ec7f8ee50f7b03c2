import { describe, expect, test } from 'vitest';
import { givenPlugin } from './running-plugin.js';
import { BINDING, INSTANCE, badRequest, send } from './send.js';

describe.each([
  ['instances', `${INSTANCE}/last_operation`, 'lastInstanceOperation'],
  ['bindings', `${BINDING}/last_operation`, 'lastBindingOperation'],
] as const)('GET last_operation of %s', (kind, path, method) => {
  test.each(['operation', 'service_id', 'plan_id'])(
    '400 for an empty or repeated %s (LOP-07, BLOP-04)',
    async (name) => {
      const poll = async (query: string) => (await send('GET', `${path}?${query}`, undefined)).answer;
      expect(await poll(`${name}=`)).toEqual(badRequest(`Query parameter ${name}: must not be empty`));
      expect(await poll(`${name}=a&${name}=a`)).toEqual(badRequest(`Query parameter ${name}: must not be repeated`));
    },
  );

  test('all hints are optional and reach the broker decoded (LOP-12, LOP-14, BLOP-09, BLOP-10, URL-01)', async () => {
    expect((await send('GET', `${path}?operation=a%20b%2F%3D+c&plan_id=p`, undefined)).request).toMatchObject({
      operation: 'a b/= c',
      plan_id: 'p',
      service_id: undefined,
    });
    expect((await send('GET', path, undefined)).answer).toEqual({ status: 200, body: { state: 'in progress' } });
  });

  test('failure flags of failed instance operations only, no empty description (LOP-03 … LOP-06, BLOP-02, BLOP-03)', async () => {
    const flags = { instance_usable: false, update_repeatable: false };
    const poll = async (state: 'failed' | 'succeeded', description: string) =>
      (await send('GET', path, undefined, { [method]: async () => ({ state, description, ...flags }) })).answer.body;
    expect(await poll('succeeded', '')).toEqual({ state: 'succeeded' });
    const told = { state: 'failed', description: 'No' };
    expect(await poll('failed', 'No')).toEqual(kind === 'instances' ? { ...told, ...flags } : told);
  });

  test('Retry-After in seconds (LOP-16, LOP-17, BLOP-11)', async () => {
    const answers = { [method]: async () => ({ state: 'in progress', retryAfterSeconds: 10 }) as const };
    const plugin = await givenPlugin({ answers });
    expect((await plugin.ask('GET', path)).headers.get('Retry-After')).toBe('10');
  });
});
