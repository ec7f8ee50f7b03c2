import { describe, expect, test } from 'vitest';
import { OsbError } from '../../src/osb/errors.js';
import type { ServiceBroker } from '../../src/osb/service-broker.js';
import { INSTANCE, PROVISION, badRequest, send } from './send.js';

describe('PUT /v2/service_instances/:instance_id', () => {
  test.each([
    ['service_id (PROV-03)', 'service_id'],
    ['plan_id (PROV-04)', 'plan_id'],
    ['organization_guid (PROV-05)', 'organization_guid'],
    ['space_guid (PROV-06)', 'space_guid'],
  ])('400 without %s, or when it is null, empty or no text', async (_row, field) => {
    const put = async (value: unknown) => (await send('PUT', INSTANCE, { ...PROVISION, [field]: value })).answer;
    expect(await put(undefined)).toEqual(badRequest(`${field}: is required`));
    expect(await put(null)).toEqual(badRequest(`${field}: is required`));
    expect(await put('')).toEqual(badRequest(`${field}: must not be empty`));
    expect(await put(1)).toEqual(badRequest(`${field}: must be a string`));
  });

  test.each([
    [{ parameters: [] }, 'parameters: must be an object'],
    [{ parameters: 'x' }, 'parameters: must be an object'],
    [{ context: 1 }, 'context: must be an object'],
    [{ maintenance_info: true }, 'maintenance_info: must be an object'],
    [{ maintenance_info: {} }, 'maintenance_info.version: is required'],
    [{ service_id: 1, parameters: [] }, 'service_id: must be a string; parameters: must be an object'],
  ])('400 for %j (PROV-07, MAINT-10)', async (changes, description) => {
    expect((await send('PUT', INSTANCE, { ...PROVISION, ...changes })).answer).toEqual(badRequest(description));
  });

  test('the broker gets the fields it knows; null is absent (VEND-01, VEND-02, MAINT-04, A-38, PROV-11)', async () => {
    const body = {
      ...PROVISION,
      parameters: { constructor: { x: null }, list: [1] },
      context: { platform: 'mars', x: 1 },
      maintenance_info: { version: '1.0.0', description: 'x' },
      'x-vendor': 1,
    };
    expect((await send('PUT', `${INSTANCE}?accepts_incomplete=true`, body)).request).toEqual({
      instanceId: 'i-1',
      acceptsIncomplete: true,
      body: {
        ...PROVISION,
        parameters: body.parameters,
        context: body.context,
        maintenance_info: { version: '1.0.0' },
      },
    });
    const nulls = { ...PROVISION, parameters: null, context: null, maintenance_info: null };
    expect((await send('PUT', INSTANCE, nulls)).request).toEqual({
      instanceId: 'i-1',
      acceptsIncomplete: false,
      body: PROVISION,
    });
  });

  test.each([
    '',
    '?accepts_incomplete=',
    '?accepts_incomplete=false',
    '?accepts_incomplete=TRUE',
    '?accepts_incomplete=1',
  ])('"%s" does not accept incomplete (ASYNC-04, A-29)', async (query) => {
    expect((await send('PUT', `${INSTANCE}${query}`, PROVISION)).request).toMatchObject({ acceptsIncomplete: false });
  });

  test('400 for accepts_incomplete twice', async () => {
    const { answer } = await send('PUT', `${INSTANCE}?accepts_incomplete=true&accepts_incomplete=true`, PROVISION);
    expect(answer).toEqual(badRequest('Query parameter accepts_incomplete: must not be repeated'));
  });

  test('201, 200 and 202 with their bodies (PROV-12, PROV-13, PROV-14, PROV-25)', async () => {
    const details = { dashboard_url: 'http://x/i-1', metadata: { labels: { a: 'b' } } };
    const put = async (result: Awaited<ReturnType<ServiceBroker['provision']>>) =>
      (await send('PUT', INSTANCE, PROVISION, { provision: async () => result })).answer;
    expect(await put({ outcome: 'created', ...details })).toEqual({ status: 201, body: details });
    expect(await put({ outcome: 'exists' })).toEqual({ status: 200, body: {} });
    expect(await put({ outcome: 'accepted', operation: 'op', ...details })).toEqual({
      status: 202,
      body: { operation: 'op', ...details },
    });
  });

  test.each(['AsyncRequired', 'ConcurrencyError', 'RequiresApp', 'MaintenanceInfoConflict'] as const)(
    '422 %s by exactly that word (ERR-06 … ERR-10)',
    async (code) => {
      const provision = async (): Promise<never> => {
        throw new OsbError(code, 'Because');
      };
      const { answer } = await send('PUT', INSTANCE, PROVISION, { provision });
      expect(answer).toEqual({ status: 422, body: { error: code, description: 'Because' } });
    },
  );
});
