import { dump, load } from 'js-yaml';
import { expect, onTestFinished, test } from 'vitest';
import { runChecks } from '../../src/conformance/run-checks.js';
import type { SubjectChoice } from '../../src/conformance/subject.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { givenClock } from '../mock/given-mock.js';
import { DATABASE, FIXED, LARGE } from '../helpers/catalog.js';
import { troubles } from './given-report.js';

/** Finishes all that is open in the repository, as a pipeline does, and lets the broker see it. */
async function finishOperations({ repository, platform }: GivenBroker): Promise<void> {
  const paths = await repository.list();
  const files: Record<string, string> = {};
  for (const path of paths.filter((name) => /(?:^|\/)(?:instance|binding)\.yml$/.test(name))) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const record = load((await repository.read(path)) ?? '{}') as { operation?: { id: string } };
    const operation = record.operation?.id;
    const reported = await repository.read(`${folder}/status.yml`);
    if (operation === undefined || isReported(reported, operation)) continue;
    files[`${folder}/status.yml`] = dump({ status: 'succeeded', operation });
    if (path.endsWith('binding.yml')) files[`${folder}/credentials.yml`] = dump({ user: 'u' });
  }
  if (Object.keys(files).length > 0) await repository.push(files);
  // The answer for an unknown id comes after a look at the remote: from here on the broker knows the statuses.
  await platform.get('/v2/service_instances/unknown/last_operation');
}

/** The broker itself writes `in progress` when an update begins. */
function isReported(status: string | undefined, operation: string): boolean {
  return status !== undefined && status.includes(operation) && status.includes('succeeded');
}

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
