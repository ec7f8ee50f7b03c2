import { describe, expect, test } from 'vitest';
import { OsbError } from '../../src/osb/errors.js';
import type { ServiceBroker } from '../../src/osb/service-broker.js';
import { givenPlugin } from './running-plugin.js';

const INSTANCE = '/v2/service_instances/i-1';
const BINDING = `${INSTANCE}/service_bindings/b-1`;
const PROVISION = { service_id: 'service-1', plan_id: 'plan-1', organization_guid: 'o', space_guid: 's' };
const BIND = { service_id: 'service-1', plan_id: 'plan-1' };

const badRequest = (description: string) => ({ status: 400, body: { error: 'BadRequest', description } });

/** Sends a body to an endpoint; nothing may reach the broker when it is refused. */
async function send(method: string, path: string, json: unknown, answers: Partial<ServiceBroker> = {}) {
  const plugin = await givenPlugin({ answers });
  const { status, body } = await plugin.ask(method, path, { json });
  if (status === 400) expect(plugin.calls).toEqual([]);
  return { answer: { status, body }, request: plugin.calls[0]?.request };
}

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
