import { expect, onTestFinished, test } from 'vitest';
import { runChecks } from '../../src/conformance/run-checks.js';
import type { SubjectChoice } from '../../src/conformance/subject.js';
import { givenBroker } from '../helpers/given-broker.js';
import { finishOperations } from '../mock/finish-operations.js';
import { givenClock } from '../mock/given-mock.js';
import { DATABASE, FIXED, LARGE } from '../helpers/catalog.js';
import { troubles } from './given-report.js';

async function givenGitReport(choice: SubjectChoice) {
  const broker = await givenBroker();
  onTestFinished(() => broker.remove());
  const clock = givenClock();
  return runChecks({
    connection: { url: broker.process.url, credentials: { username: 'user', password: 'password' } },
    choice,
    // Whenever the checker waits, the pipeline works.
    polling: {
      maxDurationMs: 100_000,
      clock: {
        ...clock,
        sleep: async (ms) => {
          await clock.sleep(ms);
          await finishOperations(broker);
        },
      },
    },
  });
}

test('the git broker keeps to every requirement', async () => {
  expect(troubles(await givenGitReport({ service: DATABASE, plan: LARGE }))).toEqual([
    'skipped MAINT-05 a provision with a maintenance version for a plan that has none is refused as MaintenanceInfoConflict: the plan "large" has a maintenance_info',
    'skipped UPD-08 a change of plan is refused by 422 where the plan is not updateable: the plan "large" may be changed',
  ]);
});

test('also with an offering that allows nothing', async () => {
  const { results, leftovers } = await givenGitReport({ service: FIXED });
  expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(leftovers).toEqual([]);
});
