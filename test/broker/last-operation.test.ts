import { describe, expect, test } from 'vitest';
import { decideExpiry } from '../../src/broker/expiry.js';
import { lookUpBindingOperation, lookUpInstanceOperation } from '../../src/broker/last-operation.js';
import { NOW, givenContext, givenRecords, minutesAgo, operation } from './given-records.js';
import type { GivenRecord } from './given-records.js';

const HISTORY = {
  supersedes: ['cut'],
  concluded: [
    { id: 'made', type: 'provision', state: 'succeeded' },
    { id: 'broken', type: 'update', state: 'failed' },
  ],
};
const GONE: GivenRecord = {
  order: { deleted: true, ...operation('end', 'deprovision', HISTORY) },
  status: { status: 'succeeded', operation: 'end' },
};
const UNBOUND: GivenRecord = {
  order: { deleted: true, ...operation('end', 'unbind', { supersedes: ['cut'] }) },
  status: { status: 'succeeded', operation: 'end' },
};

const poll = (record: GivenRecord, asked: string | undefined) =>
  lookUpInstanceOperation(
    givenRecords(record),
    { instanceId: 'i', operation: asked, service_id: undefined, plan_id: undefined },
    givenContext(),
  );

describe('polls of instances', () => {
  test.each([
    ['made', { state: 'succeeded' }],
    ['broken', { state: 'failed' }],
    ['cut', { state: 'failed', description: 'superseded by a newer operation' }],
  ])('the operation %s keeps its own answer after the instance is gone (LOP-11, LOP-14)', async (asked, answer) => {
    expect(await poll(GONE, asked)).toEqual({ answer, certain: true });
  });

  test.each([undefined, 'end', 'unknown'])('gone for the operation %s (LOP-10)', async (asked) => {
    await expect(poll(GONE, asked)).rejects.toMatchObject({ code: 'Gone' });
  });

  test.each([
    ['its own final state', { status: 'succeeded' }, 'now', true],
    ['its own state', {}, 'now', true],
    ['the newest state, which is not final', {}, undefined, true],
    ['the newest state, which is final: a newer operation may exist', { status: 'succeeded' }, undefined, false],
    ['the newest state for an unknown operation', {}, 'unknown', false],
  ])('%s is certain or not', async (_, status, asked, certain) => {
    const record = { order: operation('now', 'update'), ...('status' in status && { status }) };
    expect((await poll(record, asked)).certain).toBe(certain);
  });

  test.each([
    ['provision', {}],
    ['update', { instance_usable: false, update_repeatable: false }],
    ['deprovision', { instance_usable: false }],
  ])('flags of a failed %s (LOP-04, LOP-05, LOP-06)', async (type, flags) => {
    const status = { status: 'failed', instanceUsable: false, updateRepeatable: false };
    expect((await poll({ order: operation('now', type), status }, 'now')).answer).toEqual({
      state: 'failed',
      ...flags,
    });
  });
});

describe('polls of bindings', () => {
  const READY: GivenRecord = { order: operation('op', 'provision'), status: { status: 'succeeded' } };
  const pollBinding = (instance: GivenRecord, binding: GivenRecord, asked?: string) =>
    lookUpBindingOperation(
      givenRecords(instance, { b: binding }),
      { instanceId: 'i', bindingId: 'b', operation: asked, service_id: undefined, plan_id: undefined },
      givenContext(),
    );

  test('a bind that was cut short has failed, never gone (BLOP-08, BLOP-10)', async () => {
    expect((await pollBinding(READY, UNBOUND, 'cut')).answer).toMatchObject({ state: 'failed' });
    await expect(pollBinding(READY, UNBOUND, 'end')).rejects.toMatchObject({ code: 'Gone' });
  });

  test('with its instance every binding is gone', async () => {
    await expect(pollBinding(GONE, { order: operation('op', 'bind') })).rejects.toMatchObject({ code: 'Gone' });
  });

  test.each<[string, GivenRecord]>([
    ['credentials that are no map', { credentials: '- hunter2\n' }],
    ['a response that cannot be read', { response: 'endpoints: hunter2\n' }],
    ['a drain that the offering does not declare', { response: { syslog_drain_url: 'syslog://hunter2' } }],
  ])('never succeeded with %s (BLOP-13, CAT-42)', async (_, files) => {
    const instance = { ...READY, order: { ...operation('op', 'provision'), serviceDefinition: { requires: [] } } };
    const { answer } = await pollBinding(instance, {
      order: operation('op-b', 'bind'),
      status: { status: 'succeeded' },
      ...files,
    });
    expect(answer).toEqual({ state: 'in progress', description: expect.stringContaining('instances/i/bindings/b/') });
    expect(answer.description).not.toContain('hunter2');
  });
});

describe('expiry', () => {
  const LATE = (type: string) => operation('late', type, { requestedAt: minutesAgo(61) });

  test('of a binding is written into its order, and only there', async () => {
    const view = givenRecords(
      { order: operation('op', 'provision'), status: { status: 'succeeded' } },
      { b: { order: LATE('bind') } },
    );
    const decision = await decideExpiry(view, { instanceId: 'i', bindingId: 'b' }, givenContext());
    expect(decision).toEqual({
      result: undefined,
      changes: [
        {
          path: 'instances/i/bindings/b/binding.yml',
          content: expect.stringContaining(`expiredAt: '${NOW.toISOString()}'`),
        },
      ],
      note: { subject: 'OSB API: Expired operation of Service binding b', trailers: { Operation: 'late' } },
    });
  });

  test.each<[string, { instanceId: string; bindingId?: string }]>([
    ['an instance in time', { instanceId: 'i' }],
    ['a binding in time', { instanceId: 'i', bindingId: 'b' }],
    ['an unknown binding', { instanceId: 'i', bindingId: 'x' }],
    ['an unknown instance', { instanceId: 'x' }],
  ])('nothing is written for %s: another replica may have been first', async (_, target) => {
    const view = givenRecords({ order: operation('op', 'provision') }, { b: { order: operation('op-b', 'bind') } });
    expect(await decideExpiry(view, target, givenContext())).toEqual({ result: undefined, changes: [] });
  });
});
