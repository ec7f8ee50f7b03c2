import { describe, expect, test } from 'vitest';
import { decideDeprovision } from '../../src/broker/deprovision.js';
import { Surveyor } from '../../src/broker/survey.js';
import { givenContext, givenRecords, operation } from './given-records.js';
import type { GivenRecord } from './given-records.js';

/** Orders that no broker can follow. */
const DAMAGED: readonly (readonly [string, GivenRecord['order'] & {}])[] = [
  ['no YAML', 'a: ['],
  ['nothing', ''],
  ['another id', { bindingId: 'other', serviceInstanceId: 'other' }],
  ['an operation of the other kind', {}],
  ['an unknown operation', operation('x', 'restart')],
];
const order = (given: GivenRecord['order'] & {}, otherKind: string) =>
  typeof given === 'object' && Object.keys(given).length === 0 ? operation('x', otherKind) : given;

const DELETE = {
  instanceId: 'i',
  service_id: 's',
  plan_id: 'p',
  acceptsIncomplete: true,
  originatingIdentity: undefined,
  requestIdentity: undefined,
};

describe.each(DAMAGED)('an order with %s', (_, damaged) => {
  test('of a binding does not keep the instance from being deleted (A-25, DEP-14)', async () => {
    const view = givenRecords(
      { order: operation('op-1', 'provision'), status: { status: 'succeeded' } },
      { bad: { order: order(damaged, 'provision') }, good: { order: operation('op-2', 'bind') } },
    );
    const decision = await decideDeprovision(view, DELETE, givenContext());
    expect({ result: decision.result, paths: decision.changes.map(({ path }) => path) }).toEqual({
      result: { outcome: 'accepted', operation: 'op-new' },
      paths: [
        'instances/i/instance.yml',
        'instances/i/status.yml',
        'instances/i/bindings/good/binding.yml',
        'instances/i/bindings/good/status.yml',
      ],
    });
  });

  test('of a binding is counted once, and hides no other', async () => {
    const view = givenRecords(
      { order: operation('op-1', 'provision'), status: { status: 'succeeded' } },
      { bad: { order: order(damaged, 'provision') }, good: { order: operation('op-2', 'bind') } },
    );
    const survey = await new Surveyor().survey(view, givenContext());
    expect({ ...survey, operations: survey.operations.filter(({ count }) => count > 0) }).toEqual({
      unreadable: 1,
      operations: [
        { kind: 'instance', state: 'succeeded', count: 1 },
        { kind: 'binding', state: 'in progress', count: 1 },
      ],
    });
  });

  test('of an instance is counted, and told when somebody asks for it', async () => {
    const view = givenRecords({ order: order(damaged, 'bind') });
    expect(await new Surveyor().survey(view, givenContext())).toMatchObject({ unreadable: 1 });
    await expect(decideDeprovision(view, DELETE, givenContext())).rejects.toMatchObject({
      code: 'RecordUnreadable',
      message: expect.stringContaining('instances/i/instance.yml'),
    });
  });
});
