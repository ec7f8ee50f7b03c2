import { describe, expect, test } from 'vitest';
import type { History, Order, Poll, ReportedState, StartedOperation } from './events.js';
import { findViolations } from './violations.js';

const A = 'instances/a';
const ordered = (more: Partial<Order> = {}): Order => ({
  requestId: 'r1',
  type: 'provision',
  record: A,
  sentAt: 1,
  answeredAt: 2,
  status: 202,
  operation: 'o1',
  ...more,
});
const polled = (more: Partial<Poll> = {}): Poll => ({
  broker: 'one',
  record: A,
  operation: 'o1',
  sentAt: 3,
  answeredAt: 4,
  status: 200,
  state: 'in progress',
  ...more,
});
const started = (more: Partial<StartedOperation> = {}): StartedOperation => ({
  id: 'o1',
  type: 'provision',
  record: A,
  requestId: 'r1',
  at: 1,
  ...more,
});
const reported = (state: string, more: Partial<ReportedState> = {}): ReportedState => ({
  record: A,
  operation: 'o1',
  state,
  at: 2,
  ...more,
});

interface Given {
  readonly orders?: readonly Order[];
  readonly polls?: readonly Poll[];
  readonly started?: readonly StartedOperation[];
  readonly reported?: readonly ReportedState[];
  readonly merges?: readonly string[];
  readonly cutShort?: Readonly<Record<string, string>>;
}
function violations({ orders = [ordered()], polls = [], merges = [], ...branch }: Given): string[] {
  const { started: operations = [started()], reported: states = [], cutShort = {} } = branch;
  const history: History = {
    orders,
    polls,
    branch: { commits: 9, merges, started: operations, reported: states, cutShort: new Map(Object.entries(cutShort)) },
  };
  return findViolations(history).map((violation) => violation.split(':')[0] ?? '');
}

const second = { order: { requestId: 'r2', type: 'update', sentAt: 5, answeredAt: 6, operation: 'o2' } } as const;

describe('a history that keeps every promise', () => {
  test.each<[string, Given]>([
    [
      'accepted, polled, reported',
      { polls: [polled(), polled({ state: 'succeeded' })], reported: [reported('succeeded')] },
    ],
    ['no answer, and done', { orders: [ordered({ status: undefined, operation: undefined })] }],
    ['no answer, and not done', { orders: [ordered({ status: undefined, operation: undefined })], started: [] }],
    ['503, and done all the same', { orders: [ordered({ status: 503, operation: undefined })] }],
    ['refused', { orders: [ordered({ status: 409, operation: undefined })], started: [] }],
    [
      'another broker that does not know of the end yet',
      {
        polls: [polled({ state: 'succeeded' }), polled({ broker: 'two', sentAt: 7, answeredAt: 8 })],
        reported: [reported('succeeded')],
      },
    ],
    [
      'cut short',
      {
        orders: [ordered(), ordered({ ...second.order, type: 'deprovision' })],
        started: [started(), started({ id: 'o2', requestId: 'r2', type: 'deprovision', at: 2 })],
        polls: [polled({ state: 'failed', sentAt: 7, answeredAt: 8 })],
        cutShort: { o1: A },
      },
    ],
    ['cut short in the commit that it came with', { started: [], cutShort: { o1: A } }],
  ])('%s', (_case, given) => {
    expect(violations(given)).toEqual([]);
  });
});

describe('a broken promise is found', () => {
  test.each<[string, Given]>([
    ['linearHistory', { merges: ['commit'] }],
    ['eachOperationOnce', { started: [started(), started({ requestId: undefined, at: 2 })] }],
    ['eachRequestOnce', { orders: [ordered({ status: 503 })], started: [started(), started({ id: 'o2', at: 2 })] }],
    ['acceptedIsOnTheBranch', { started: [] }],
    ['acceptedIsOnTheBranch', { started: [], cutShort: { o1: 'instances/b' } }],
    ['acceptedIsOnTheBranch', { orders: [ordered({ type: 'update' })], started: [started({ requestId: undefined })] }],
    ['refusedLeftNothing', { orders: [ordered({ status: 409, operation: undefined })] }],
    ['refusedLeftNothing', { orders: [] }],
    [
      'inTheOrderOfAnswers',
      {
        orders: [ordered(), ordered(second.order)],
        started: [started({ at: 2 }), started({ id: 'o2', requestId: 'r2', type: 'update', at: 1 })],
      },
    ],
    [
      'finalStatesStay',
      {
        polls: [polled({ state: 'succeeded' }), polled({ sentAt: 7, answeredAt: 8 })],
        reported: [reported('succeeded')],
      },
    ],
    [
      'finalStatesStay',
      {
        polls: [polled({ state: 'succeeded' }), polled({ broker: 'two', state: 'failed', sentAt: 7, answeredAt: 8 })],
        reported: [reported('succeeded'), reported('failed')],
      },
    ],
    ['toldStatesWereReported', { polls: [polled({ state: 'succeeded' })], reported: [reported('failed')] }],
    ['acceptedIsKnown', { polls: [polled({ status: 404, state: undefined })] }],
  ])('%s', (rule, given) => {
    expect(violations(given)).toEqual([rule]);
  });
});
