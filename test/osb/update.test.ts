import { describe, expect, test } from 'vitest';
import { BIND, INSTANCE, badRequest, send } from './send.js';

describe('PATCH /v2/service_instances/:instance_id', () => {
  test.each([
    [{}, 'service_id: is required'],
    [{ service_id: '' }, 'service_id: must not be empty'],
    [{ service_id: 's', plan_id: '' }, 'plan_id: must not be empty'],
    [{ service_id: 's', parameters: [] }, 'parameters: must be an object'],
    [{ service_id: 's', previous_values: 'x' }, 'previous_values: must be an object'],
    [{ service_id: 's', maintenance_info: { version: 1 } }, 'maintenance_info.version: must be a string'],
  ])('400 for %j (UPD-01, UPD-02, MAINT-10)', async (body, description) => {
    expect((await send('PATCH', INSTANCE, body)).answer).toEqual(badRequest(description));
  });

  test('400 without a body (UPD-02)', async () => {
    expect((await send('PATCH', INSTANCE, undefined)).answer.status).toBe(400);
  });

  test('previous values may be anything, and absent stays absent (UPD-05, UPD-06, UPD-24, MAINT-09)', async () => {
    const body = { service_id: 's', previous_values: { organization_id: 'o', maintenance_info: {} } };
    expect((await send('PATCH', INSTANCE, body)).request).toEqual({
      instanceId: 'i-1',
      acceptsIncomplete: false,
      body,
    });
    expect((await send('PATCH', INSTANCE, { service_id: 's', plan_id: null, parameters: null })).request).toMatchObject(
      {
        body: { service_id: 's' },
      },
    );
  });

  test('200 {} and 202 (UPD-12, UPD-13, UPD-14)', async () => {
    const update = async () => ({ outcome: 'updated' }) as const;
    expect((await send('PATCH', INSTANCE, BIND, { update })).answer).toEqual({ status: 200, body: {} });
    expect((await send('PATCH', INSTANCE, BIND)).answer).toEqual({ status: 202, body: { operation: 'op-1' } });
  });
});
