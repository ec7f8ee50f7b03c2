import { describe, expect, test } from 'vitest';
import { maximumPollingSeconds, operationState } from '../../src/broker/operation-state.js';
import type { Operation } from '../../src/repository/operation-file.js';
import type { Reading } from '../../src/repository/reading.js';
import { StatusFile } from '../../src/repository/status-file.js';
import { givenContext, minutesAgo } from './given-records.js';

const UPDATE: Operation = { id: 'op', type: 'update' };
const ABSENT: Reading<StatusFile> = { kind: 'absent' };
const status = (value: Record<string, unknown>): Reading<StatusFile> => ({
  kind: 'valid',
  value: StatusFile.parse(value),
});
const UNREADABLE: Reading<StatusFile> = {
  kind: 'unreadable',
  problem: { path: 'status.yml', line: 2, reason: 'duplicated key' },
};

describe('how an operation stands', () => {
  test.each([
    ['without a status it waits', ABSENT, { state: 'in progress' }],
    ['a status without operation counts', status({ status: 'succeeded' }), { state: 'succeeded' }],
    ['its own status counts', status({ status: 'failed', operation: 'op' }), { state: 'failed' }],
    ['that of another operation does not', status({ status: 'succeeded', operation: 'old' }), { state: 'in progress' }],
    ['an empty description is none (LOP-03)', status({ status: 'failed', description: '' }), { state: 'failed' }],
    [
      'everything the status says is known',
      status({ status: 'failed', description: 'no', instanceUsable: false, updateRepeatable: true, retryAfter: 7 }),
      { state: 'failed', description: 'no', instanceUsable: false, updateRepeatable: true, retryAfterSeconds: 7 },
    ],
    [
      'a status that cannot be read is told, never guessed',
      UNREADABLE,
      { state: 'in progress', description: 'status.yml, line 2: duplicated key' },
    ],
  ])('%s', (_, reading, state) => {
    expect(operationState(UPDATE, reading, givenContext())).toEqual(state);
  });

  test('a status must name its operation where that is required', () => {
    const context = givenContext({ rules: { requireOperation: true, operationTimeoutSeconds: 0 } });
    expect(operationState(UPDATE, status({ status: 'succeeded' }), context)).toEqual({
      state: 'in progress',
      description: 'status.yml must name the operation it speaks of',
    });
    expect(operationState(UPDATE, status({ status: 'succeeded', operation: 'op' }), context)).toEqual({
      state: 'succeeded',
    });
  });
});

describe('time running out', () => {
  const ofMinutes = (minutes: number): Operation => ({ ...UPDATE, requestedAt: minutesAgo(minutes) });
  const overdue = { state: 'failed', description: 'no status within 3600 seconds', overdue: true };
  const working = status({ status: 'in progress', description: 'step 2' });

  test.each([
    ['at the limit it is not over', ofMinutes(60), ABSENT, undefined, { state: 'in progress' }],
    ['after it, it is', ofMinutes(61), ABSENT, undefined, overdue],
    ['also while the pipeline says it is working', ofMinutes(61), working, undefined, overdue],
    ['also when the status cannot be read', ofMinutes(61), UNREADABLE, undefined, overdue],
    ['a final status is earlier', ofMinutes(61), status({ status: 'succeeded' }), undefined, { state: 'succeeded' }],
    ['the plan may give more', ofMinutes(61), ABSENT, 7200, { state: 'in progress' }],
    ['the plan may give less', ofMinutes(2), ABSENT, 60, { ...overdue, description: 'no status within 60 seconds' }],
    ['an operation that does not say when it began has no limit', UPDATE, ABSENT, 1, { state: 'in progress' }],
  ])('%s', (_, asked, reading, planSeconds, state) => {
    expect(operationState(asked, reading, givenContext(), planSeconds)).toEqual(state);
  });

  test('a limit of 0 is none', () => {
    const context = givenContext({ rules: { requireOperation: false, operationTimeoutSeconds: 0 } });
    expect(operationState(ofMinutes(1_000_000), ABSENT, context)).toEqual({ state: 'in progress' });
  });

  test('what has expired stays so, whatever comes later, and says how long it had waited', () => {
    const expired = { ...ofMinutes(90), expiredAt: minutesAgo(60) };
    expect(operationState(expired, status({ status: 'succeeded', operation: 'op' }), givenContext())).toEqual({
      state: 'failed',
      description: 'no status within 1800 seconds',
    });
  });

  test.each([
    ['its own', [{ id: 'p', maximum_polling_duration: 5 }], 5],
    ['not that of another plan', [{ id: 'q', maximum_polling_duration: 5 }], undefined],
    ['no number', [{ id: 'p', maximum_polling_duration: '5' }], undefined],
    ['not positive', [{ id: 'p', maximum_polling_duration: 0 }], undefined],
    ['no plans', undefined, undefined],
  ])("a plan's limit: %s", (_, plans, seconds) => {
    expect(maximumPollingSeconds(plans, 'p')).toBe(seconds);
  });
});
