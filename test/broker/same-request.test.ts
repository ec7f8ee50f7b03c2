import { describe, expect, test } from 'vitest';
import { sameBinding, sameProvision } from '../../src/broker/same-request.js';
import { bindResourceOf } from '../../src/osb/bind-resource.js';
import { sameJson } from '../../src/osb/same-json.js';
import { BindBody, ProvisionBody } from '../../src/osb/requests.js';
import { valuesOf } from '../../src/broker/known-instance.js';
import { BindingFile } from '../../src/repository/binding-file.js';
import { InstanceFile } from '../../src/repository/instance-file.js';

type Fields = Record<string, unknown>;

describe('values', () => {
  test.each([
    [{ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, true],
    [0, -0, true],
    [undefined, null, true],
    [{ a: undefined }, {}, true],
    [{ a: null }, {}, false],
    [[1, 2], [2, 1], false],
    [1, '1', false],
    [{}, [], false],
    [JSON.parse('{"__proto__": {"a": 1}}'), {}, false],
  ])('%j and %j are the same: %s', (left, right, same) => {
    expect([sameJson(left, right), sameJson(right, left)]).toEqual([same, same]);
  });
});

describe('an order of an instance (A-05, PROV-14, PROV-19)', () => {
  const record: Fields = {
    serviceInstanceId: 'i',
    serviceDefinitionId: 's',
    planId: 'p',
    parameters: { a: 1 },
    organizationGuid: 'o',
    spaceGuid: 'sp',
    maintenanceInfo: { version: '1.0.0' },
  };
  const body: Fields = {
    service_id: 's',
    plan_id: 'p',
    organization_guid: 'o',
    space_guid: 'sp',
    parameters: { a: 1 },
  };
  const same = (sent: Fields, recorded: Fields) => {
    const file = InstanceFile.parse({ ...record, ...recorded });
    return sameProvision(ProvisionBody.parse({ ...body, ...sent }), file, valuesOf(file));
  };

  test.each<[string, Fields, Fields, boolean]>([
    ['nothing differs', {}, {}, true],
    ['the context', { context: { platform: 'x' } }, {}, true],
    ['an unknown field', { unknown: 1 }, {}, true],
    ['the offering', { service_id: 'other' }, {}, false],
    ['the plan', { plan_id: 'other' }, {}, false],
    ['the organization', { organization_guid: 'other' }, {}, false],
    ['the organization, which UniPipe did not keep', { organization_guid: 'x' }, { organizationGuid: null }, true],
    ['the space', { space_guid: 'other' }, {}, false],
    ['the space, which UniPipe did not keep', { space_guid: 'other' }, { spaceGuid: null }, true],
    ['parameters', { parameters: { a: 2 } }, {}, false],
    ['parameters that are left out', { parameters: undefined }, {}, false],
    ['no parameters in either way', { parameters: undefined }, { parameters: {} }, true],
    ['the maintenance version', { maintenance_info: { version: '2.0.0' } }, {}, false],
    [
      'a maintenance version that the record lacks',
      { maintenance_info: { version: '2.0.0' } },
      { maintenanceInfo: null },
      true,
    ],
    ['the description of the maintenance', { maintenance_info: { version: '1.0.0', description: 'x' } }, {}, true],
  ])('%s', (_, sent, recorded, expected) => {
    expect(same(sent, recorded)).toBe(expected);
  });
});

describe('an order of a binding (A-05, BIND-16, BIND-17, ROT-08)', () => {
  const record: Fields = { bindingId: 'b', serviceInstanceId: 'i', serviceDefinitionId: 's', planId: 'p' };
  const plain: Fields = { service_id: 's', plan_id: 'p' };
  const rotation: Fields = { predecessor_binding_id: 'b0' };
  const rotated: Fields = { predecessorBindingId: 'b0', parameters: { a: 1 }, bindResource: { app_guid: 'x' } };
  const same = (sent: Fields, recorded: Fields) =>
    sameBinding(BindBody.parse(sent), BindingFile.parse({ ...record, ...recorded }));

  test.each<[string, Fields, Fields, boolean]>([
    ['nothing differs', plain, {}, true],
    ['the context', { ...plain, context: { platform: 'x' } }, {}, true],
    ['the offering', { ...plain, service_id: 'other' }, {}, false],
    ['the plan', { ...plain, plan_id: 'other' }, {}, false],
    ['parameters', { ...plain, parameters: { a: 1 } }, {}, false],
    ['the application', { ...plain, bind_resource: { app_guid: 'y' } }, { bindResource: { app_guid: 'x' } }, false],
    ['the place of the application (BIND-10)', { ...plain, app_guid: 'x' }, { bindResource: { app_guid: 'x' } }, true],
    ['an empty bind resource', { ...plain, bind_resource: {} }, {}, true],
    ['a predecessor', { ...plain, ...rotation }, {}, false],
    ['no predecessor', plain, { predecessorBindingId: 'b0' }, false],
    ['a rotation that says nothing else', rotation, rotated, true],
    ['a rotation that says the same', { ...rotation, ...plain, parameters: { a: 1 } }, rotated, true],
    ['a rotation with other parameters', { ...rotation, parameters: { a: 2 } }, rotated, false],
    ['a rotation with another application', { ...rotation, app_guid: 'y' }, rotated, false],
    ['another predecessor', { predecessor_binding_id: 'b1' }, rotated, false],
  ])('%s', (_, sent, recorded, expected) => {
    expect(same(sent, recorded)).toBe(expected);
  });

  test("the bind resource's application goes before the deprecated one", () => {
    expect(bindResourceOf(BindBody.parse({ ...plain, app_guid: 'old', bind_resource: { app_guid: 'new' } }))).toEqual({
      app_guid: 'new',
    });
    expect(bindResourceOf(BindBody.parse(plain))).toBeUndefined();
  });
});
