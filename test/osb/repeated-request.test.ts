import { describe, expect, test } from 'vitest';
import { repeatedBind, repeatedProvision } from '../../src/osb/repeated-request.js';

const ORDER = {
  service_id: 's',
  plan_id: 'p',
  organization_guid: 'o',
  space_guid: 'o',
  parameters: { a: 1, b: { c: [2] } },
};
const BIND = { service_id: 's', plan_id: 'p', bind_resource: { app_guid: 'a' }, parameters: { a: 1 } };
const codeOf = (ask: () => unknown) => {
  try {
    return ask();
  } catch (error) {
    return error;
  }
};

describe('repeatedProvision', () => {
  test('nothing is known: nothing to answer', () => {
    expect(repeatedProvision(undefined, ORDER)).toBeUndefined();
  });

  test.each([
    ['as it was', ORDER],
    ['keys in another order', { ...ORDER, parameters: { b: { c: [2] }, a: 1 } }],
    ['another context', { ...ORDER, context: { platform: 'x' } }],
  ])('the same, %s: 200, or 202 with the same operation (PROV-15, PROV-16)', (_name, body) => {
    expect(repeatedProvision({ body: ORDER }, body)).toEqual({ outcome: 'exists' });
    expect(repeatedProvision({ body: ORDER, operation: 'op' }, body)).toEqual({ outcome: 'accepted', operation: 'op' });
  });

  test('no parameters are the same as empty ones', () => {
    const { parameters: _parameters, ...none } = ORDER;
    expect(repeatedProvision({ body: none }, { ...none, parameters: {} })).toEqual({ outcome: 'exists' });
  });

  test.each(['service_id', 'plan_id', 'organization_guid', 'space_guid', 'parameters'])(
    'another %s: 409 (PROV-19)',
    (key) => {
      const body = { ...ORDER, [key]: key === 'parameters' ? { a: 2 } : 'other' };
      expect(codeOf(() => repeatedProvision({ body: ORDER }, body))).toMatchObject({ code: 'InstanceExists' });
    },
  );
});

describe('repeatedBind', () => {
  const binding = { credentials: { user: 'u' } };

  test('nothing is known: nothing to answer', () => {
    expect(repeatedBind(undefined, BIND)).toBeUndefined();
  });

  test('the same: 200 with everything, or 202 with the same operation (BIND-15, BIND-16)', () => {
    expect(repeatedBind({ body: BIND, binding }, BIND)).toEqual({ outcome: 'exists', binding });
    expect(repeatedBind({ body: BIND, operation: 'op' }, BIND)).toEqual({ outcome: 'accepted', operation: 'op' });
  });

  test('the application may be named in either place (BIND-10)', () => {
    const { bind_resource: _resource, ...plain } = BIND;
    expect(repeatedBind({ body: BIND, binding }, { ...plain, app_guid: 'a' })).toEqual({ outcome: 'exists', binding });
  });

  test.each([
    ['application', { bind_resource: { app_guid: 'b' } }],
    ['parameters', { parameters: {} }],
    ['predecessor', { predecessor_binding_id: 'x' }],
  ])('another %s: 409 (BIND-17)', (_name, other) => {
    expect(codeOf(() => repeatedBind({ body: BIND, binding }, { ...BIND, ...other }))).toMatchObject({
      code: 'BindingExists',
    });
  });
});
