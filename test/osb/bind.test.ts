import { describe, expect, test } from 'vitest';
import { BIND, BINDING, badRequest, send } from './send.js';

describe('PUT …/service_bindings/:binding_id', () => {
  test.each([
    [{ plan_id: 'p' }, 'service_id: is required'],
    [{ service_id: 's' }, 'plan_id: is required'],
    [{ ...BIND, app_guid: '' }, 'app_guid: must not be empty'],
    [{ ...BIND, app_guid: 1 }, 'app_guid: must be a string'],
    [{ ...BIND, bind_resource: { app_guid: '' } }, 'bind_resource.app_guid: must not be empty'],
    [{ ...BIND, bind_resource: [] }, 'bind_resource: must be an object'],
    [{ ...BIND, parameters: 1 }, 'parameters: must be an object'],
    [{ ...BIND, predecessor_binding_id: '' }, 'predecessor_binding_id: must not be empty'],
    [{ predecessor_binding_id: 1 }, 'predecessor_binding_id: must be a string'],
    [{ predecessor_binding_id: 'b-0', plan_id: '' }, 'plan_id: must not be empty'],
  ])('400 for %j (BIND-03, BIND-04, BIND-05, ROT-05)', async (body, description) => {
    expect((await send('PUT', BINDING, body)).answer).toEqual(badRequest(description));
  });

  test('a rotation needs the predecessor only (ROT-03)', async () => {
    const body = { predecessor_binding_id: 'b-0' };
    const { request } = await send('PUT', BINDING, body);
    expect(request).toEqual({ instanceId: 'i-1', bindingId: 'b-1', acceptsIncomplete: false, body });
  });

  test('unknown fields of bind_resource are kept, deprecated ones too (BIND-08, BIND-10)', async () => {
    const body = { ...BIND, app_guid: 'a', bind_resource: { app_guid: 'a', route: 'r', space_guid: 's' } };
    expect((await send('PUT', BINDING, { ...body, predecessor_binding_id: null, x: 1 })).request).toMatchObject({
      body,
    });
  });

  test('201, 200 with the binding, 202 without anything of it (BIND-12, BIND-13, BIND-14, BIND-16)', async () => {
    const binding = { credentials: { user: 'u' } };
    const put = async (outcome: 'created' | 'exists') =>
      (await send('PUT', BINDING, BIND, { bind: async () => ({ outcome, binding }) })).answer;
    expect(await put('created')).toEqual({ status: 201, body: binding });
    expect(await put('exists')).toEqual({ status: 200, body: binding });
    const bind = async () => ({ outcome: 'accepted', operation: 'op', binding }) as const;
    expect((await send('PUT', BINDING, BIND, { bind })).answer).toEqual({ status: 202, body: { operation: 'op' } });
  });
});
