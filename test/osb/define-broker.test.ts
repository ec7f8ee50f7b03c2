import { describe, expect, test } from 'vitest';
import { defineBroker } from '../../src/osb/define-broker.js';
import type { BrokerDefinition } from '../../src/osb/define-broker.js';
import { givenPlugin } from './running-plugin.js';

const SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { size: { type: 'integer' } },
};
const schemas = {
  service_instance: { create: { parameters: SCHEMA }, update: { parameters: SCHEMA } },
  service_binding: { create: { parameters: SCHEMA } },
};
const CATALOG = {
  services: [
    {
      id: 's',
      name: 'database',
      description: 'A database',
      bindable: true,
      plans: [
        { id: 'p', name: 'small', description: 'Small', schemas, maintenance_info: { version: '1.0.0' } },
        { id: 'q', name: 'large', description: 'Large', bindable: false },
      ],
    },
  ],
};
const INSTANCE = '/v2/service_instances/i';
const BINDING = `${INSTANCE}/service_bindings/b`;
const IDS = { service_id: 's', plan_id: 'p' };
const ORDER = { ...IDS, organization_guid: 'o', space_guid: 'o' };

async function givenDefined(definition: Partial<BrokerDefinition> = {}) {
  const plugin = await givenPlugin({ answers: defineBroker({ catalog: CATALOG, ...definition }) });
  return async (method: string, path: string, json?: unknown) => {
    const { status, body } = await plugin.ask(method, path, json === undefined ? {} : { json });
    return { status, body };
  };
}

/** Whatever the catalog lets through is done. */
const DONE: Partial<BrokerDefinition> = {
  provision: () => ({ outcome: 'created' }),
  update: () => ({ outcome: 'updated' }),
  deprovision: () => ({ outcome: 'deleted' }),
  bind: () => ({ outcome: 'created', binding: {} }),
  unbind: async () => ({ outcome: 'deleted' }),
};
const refusal = (status: number, error: string) => ({ status, body: { error, description: expect.any(String) } });

describe('defineBroker: orders that the catalog allows reach the methods', () => {
  test.each([
    ['PUT', INSTANCE, { ...ORDER, parameters: { size: 1 }, maintenance_info: { version: '1.0.0' } }, 201],
    ['PATCH', INSTANCE, { service_id: 's', parameters: { size: 1 }, previous_values: { plan_id: 'p' } }, 200],
    ['PUT', BINDING, { ...IDS, parameters: { size: 1 } }, 201],
    ['DELETE', `${INSTANCE}?service_id=s&plan_id=p`, undefined, 200],
    ['DELETE', `${BINDING}?service_id=s&plan_id=p`, undefined, 200],
  ])('%s %s', async (method, path, json, status) => {
    const ask = await givenDefined(DONE);
    expect(await ask(method, path, json)).toEqual({ status, body: {} });
  });
});

describe('defineBroker: orders that the catalog does not allow never reach them', () => {
  test.each([
    ['no such offering (PROV-08)', 'PUT', INSTANCE, { ...ORDER, service_id: 'x' }, 400, 'BadRequest'],
    ['no such plan (PROV-09)', 'PUT', INSTANCE, { ...ORDER, plan_id: 'x' }, 400, 'BadRequest'],
    ['parameters (PROV-10)', 'PUT', INSTANCE, { ...ORDER, parameters: { size: 'x' } }, 400, 'BadRequest'],
    [
      'an old catalog (MAINT-03)',
      'PUT',
      INSTANCE,
      { ...ORDER, maintenance_info: { version: '0.1.0' } },
      422,
      'MaintenanceInfoConflict',
    ],
    ['an update of no such offering', 'PATCH', INSTANCE, { service_id: 'x' }, 400, 'BadRequest'],
    [
      'a change of plan (UPD-08)',
      'PATCH',
      INSTANCE,
      { service_id: 's', plan_id: 'q', previous_values: { plan_id: 'p' } },
      422,
      'PlanChangeNotSupported',
    ],
    ['parameters (UPD-07)', 'PATCH', INSTANCE, { ...IDS, parameters: { size: 'x' } }, 400, 'BadRequest'],
    ['a plan that is not bindable', 'PUT', BINDING, { ...IDS, plan_id: 'q' }, 400, 'BadRequest'],
    ['a rotation (ROT-02)', 'PUT', BINDING, { ...IDS, predecessor_binding_id: 'a' }, 400, 'BadRequest'],
    ['parameters (BIND-07)', 'PUT', BINDING, { ...IDS, parameters: { size: 'x' } }, 400, 'BadRequest'],
  ])('%s', async (_name, method, path, json, status, error) => {
    const fail = () => {
      throw new Error('reached');
    };
    const ask = await givenDefined({ provision: fail, update: fail, bind: fail });
    expect(await ask(method, path, json)).toEqual(refusal(status, error));
  });
});

describe('defineBroker: what is left out is refused', () => {
  test.each([
    ['PUT', INSTANCE, ORDER, 400, 'BadRequest'],
    ['PATCH', INSTANCE, { service_id: 's' }, 422, 'UpdateNotSupported'],
    ['DELETE', `${INSTANCE}?service_id=s&plan_id=p`, undefined, 410, 'Gone'],
    ['GET', INSTANCE, undefined, 404, 'NotFound'],
    ['GET', `${INSTANCE}/last_operation`, undefined, 404, 'NotFound'],
    ['PUT', BINDING, IDS, 400, 'BadRequest'],
    ['DELETE', `${BINDING}?service_id=s&plan_id=p`, undefined, 410, 'Gone'],
    ['GET', BINDING, undefined, 404, 'NotFound'],
    ['GET', `${BINDING}/last_operation`, undefined, 404, 'NotFound'],
  ])('%s %s', async (method, path, json, status, error) => {
    const ask = await givenDefined();
    expect(await ask(method, path, json)).toEqual(refusal(status, error));
  });
});

describe('defineBroker: synchronous or asynchronous', () => {
  const accept: Partial<BrokerDefinition> = {
    provision: () => ({ outcome: 'accepted', operation: 'op' }),
    asynchronous: ['provision'],
  };

  test('202 to platforms that can wait, AsyncRequired to others', async () => {
    const ask = await givenDefined(accept);
    expect(await ask('PUT', `${INSTANCE}?accepts_incomplete=true`, ORDER)).toEqual({
      status: 202,
      body: { operation: 'op' },
    });
    expect(await ask('PUT', INSTANCE, ORDER)).toEqual(refusal(422, 'AsyncRequired'));
  });

  test('500 where the definition does not say so: the platform then deletes what was begun', async () => {
    const ask = await givenDefined({ ...accept, asynchronous: [] });
    expect(await ask('PUT', INSTANCE, ORDER)).toEqual(refusal(500, 'InternalError'));
  });
});

test('a catalog that is not valid: all that is wrong, at once', () => {
  const [offering] = CATALOG.services;
  const catalog = { services: [{ ...offering!, id: '', plans: [] }] };
  expect(() => defineBroker({ catalog })).toThrow(/services\[0\]\.id .*services\[0\]\.plans /);
});
