import { describe, expect, test } from 'vitest';
import { nextOperation } from '../../src/broker/next-operation.js';
import { NOW, givenContext } from './given-records.js';

const FIRST = { id: 'op-new', type: 'deprovision', requestedAt: NOW.toISOString() };

describe('the operation after another one', () => {
  test('the first of a life remembers nothing', () => {
    expect(nextOperation('deprovision', givenContext(), undefined)).toEqual(FIRST);
  });

  test('the first of a new life cuts nothing short, and remembers how the last one ended', () => {
    expect(
      nextOperation(
        'deprovision',
        givenContext(),
        undefined,
        { operation: { id: 'op-2', type: 'deprovision', supersedes: ['op-1'] }, outcome: { state: 'succeeded' } },
        { newLife: true },
      ),
    ).toEqual({ ...FIRST, concluded: [{ id: 'op-2', type: 'deprovision', state: 'succeeded' }] });
  });

  test('one that still runs is cut short, with all that it had cut short', () => {
    expect(
      nextOperation('deprovision', givenContext(), 'request', {
        operation: { id: 'op-2', type: 'update', supersedes: ['op-1'], concluded: [] },
        outcome: { state: 'in progress' },
      }),
    ).toEqual({ ...FIRST, requestId: 'request', supersedes: ['op-1', 'op-2'] });
  });

  test('one that ended is remembered with how it ended, behind those before it', () => {
    const concluded = [{ id: 'op-1', type: 'provision' as const, state: 'succeeded' as const }];
    expect(
      nextOperation('deprovision', givenContext(), undefined, {
        operation: { id: 'op-2', type: 'update', concluded },
        outcome: { state: 'failed' },
      }),
    ).toEqual({ ...FIRST, concluded: [...concluded, { id: 'op-2', type: 'update', state: 'failed' }] });
  });

  test('ten are remembered, the newest ones', () => {
    const concluded = Array.from({ length: 10 }, (_, n) => ({
      id: `op-${n}`,
      type: 'update' as const,
      state: 'succeeded' as const,
    }));
    const next = nextOperation('update', givenContext(), undefined, {
      operation: { id: 'op-10', type: 'update', concluded },
      outcome: { state: 'succeeded' },
    });
    expect(next.concluded?.map(({ id }) => id)).toEqual([...concluded.slice(1).map(({ id }) => id), 'op-10']);
  });
});
