import { describe, expect, test } from 'vitest';
import { givenReport, troubles } from './given-report.js';

const AT_ONCE = 'the broker did it at once';
const SYNCHRONOUS = 'the broker works synchronously';
const NO_SUCH_ANSWER = 'the broker has given no answer of this kind';
const HAS_VERSION = 'the plan "small" has a maintenance_info';
const PLAN_MAY_CHANGE = 'the plan "small" may be changed';

async function givenSkips(mode: 'sync' | 'async') {
  const report = await givenReport({ mode, retryAfterSeconds: 1 });
  const skips: Record<string, string[]> = {};
  for (const { status, requirement, reason = '' } of report.results) {
    if (status === 'skipped') (skips[reason] ??= []).push(requirement);
  }
  return { failed: troubles(report).filter((trouble) => !trouble.startsWith('skipped')), skips };
}

describe('the mock broker keeps to every requirement', () => {
  test('asynchronously', async () => {
    expect(await givenSkips('async')).toEqual({
      failed: [],
      skips: { [HAS_VERSION]: ['MAINT-05'], [PLAN_MAY_CHANGE]: ['UPD-08'] },
    });
  });

  test('synchronously', async () => {
    expect(await givenSkips('sync')).toEqual({
      failed: [],
      skips: {
        [HAS_VERSION]: ['MAINT-05'],
        [PLAN_MAY_CHANGE]: ['UPD-08'],
        [AT_ONCE]: [
          'ASYNC-13',
          'PROV-15',
          'PROV-20',
          'GETI-04',
          'LOP-18',
          'LOP-12',
          'LOP-15',
          'LOP-07',
          'UPD-15',
          'GETI-05',
          'LOP-13',
          'BIND-15',
          'GETB-04',
          'BIND-32',
          'BLOP-09',
          'BLOP-04',
          'UNB-08',
          'DEP-08',
        ],
        [SYNCHRONOUS]: ['LOP-09', 'BLOP-06', 'UPD-10', 'UNB-05', 'DEP-05'],
        [NO_SUCH_ANSWER]: ['LOP-02', 'LOP-03', 'LOP-04', 'BLOP-03', 'LOP-17', 'ASYNC-10', 'UPD-19', 'BIND-14'],
      },
    });
  });

  test('also where the plan cannot be changed, nothing can be bound, nothing can be fetched', async () => {
    const id = (last: string) => `6f6b6d63-0000-4000-8000-0000000000${last}`;
    const plans = ['a', 'b'].map((name) => ({ id: id(`1${name}`), name, description: 'A plan' }));
    const catalog = { services: [{ id: id('10'), name: 'poor', description: 'Poor', bindable: false, plans }] };
    const { results, leftovers } = await givenReport({ catalog });
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(results.find(({ requirement }) => requirement === 'UPD-08')?.status).toBe('passed');
    expect(leftovers).toEqual([]);
  });
});
