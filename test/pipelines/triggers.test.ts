/** Which commits start a pipeline: those of the broker, and never those of a pipeline. Held against a real history. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenHost, order } from './given-host.js';
import type { GivenHost } from './given-host.js';
import { bindingUrl } from '../helpers/platform.js';
import { ORDER } from '../helpers/catalog.js';
import { readText } from './read-pipeline.js';
import { TRIGGERS } from './triggers.js';
import type { Pushed } from './triggers.js';

interface Commit extends Pushed {
  readonly subject: string;
}

let host: GivenHost;
let commits: Commit[];

beforeAll(async () => {
  host = await givenHost();
  const run = async () => {
    const end = await host.run({ command: ['gitbroker', 'run', '--once', host.repository.path], env: {} });
    if (end.code !== 0) throw new Error(end.output);
  };
  await order(host, 'first');
  await run();
  await order(host, 'first', 'app');
  await run();
  const { service_id, plan_id } = ORDER;
  const query = { service_id, plan_id };
  await host.platform.change('DELETE', bindingUrl('first', 'app'), { query });
  await run();
  // As a person reports, and asks for values.
  await host.repository.push({
    'instances/meanwhile/params.yml': 'a: 1\n',
    'instances/meanwhile/status.yml': 'status: failed\n',
    'instances/meanwhile/response.yml': 'dashboard_url: https://example.com\n',
  });
  commits = await history();
});
afterAll(() => host.remove());

async function history(): Promise<Commit[]> {
  const { git } = host.repository;
  const ids = (await git('rev-list', 'main')).trim().split('\n');
  return Promise.all(
    ids.map(async (id) => {
      const names = async (...pathspecs: string[]) =>
        (await git('show', '--format=', '--name-only', id, '--', ...pathspecs)).split('\n').filter(Boolean);
      return {
        subject: (await git('show', '--no-patch', '--format=%s', id)).trim(),
        paths: await names(),
        matching: (pathspecs) => names(...pathspecs),
      };
    }),
  );
}

describe.each(TRIGGERS)('%s', (_name, isStarted) => {
  test('starts for every order, also in the sharded layout', async () => {
    const orders = commits.filter(({ subject }) => subject.startsWith('OSB API: '));
    expect(orders.length).toBeGreaterThanOrEqual(4);
    for (const commit of orders) expect([commit.subject, await isStarted(commit)]).toEqual([commit.subject, true]);
    const paths = ['instances/ab/id/instance.yml', 'instances/ab/id/bindings/b/binding.yml'];
    for (const path of paths) expect(await isStarted(given(path))).toBe(true);
  });

  test('does not start for commits of runners and people: it never runs because of itself', async () => {
    const others = commits.filter(({ subject }) => !subject.startsWith('OSB API: '));
    expect(others.some(({ paths }) => paths.some((path) => path.endsWith('claim.yml')))).toBe(true);
    expect(others.some(({ paths }) => paths.some((path) => path.endsWith('credentials.yml')))).toBe(true);
    for (const commit of others) expect([commit.subject, await isStarted(commit)]).toEqual([commit.subject, false]);
  });
});

/** A push of one file, which a pathspec of git takes or not. */
function given(path: string): Pushed {
  const matches = (pathspec: string) =>
    new RegExp(`^${pathspec.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(path);
  return { paths: [path], matching: async (pathspecs) => (pathspecs.some(matches) ? [path] : []) };
}

describe('one run at a time', () => {
  test.each([
    ['github-actions/.github/workflows/gitbroker.yml', 'concurrency:\n  group: orders\n  cancel-in-progress: false\n'],
    ['gitlab-ci/.gitlab-ci.yml', '\n  resource_group: orders\n'],
    ['azure-devops/azure-pipelines.yml', '\nlockBehavior: runLatest\n'],
    ['azure-devops/azure-pipelines.yml', '\n    environment: orders\n'],
    ['jenkins/Jenkinsfile', '\n    disableConcurrentBuilds()\n'],
    ['concourse/pipeline.yml', '\n    serial: true\n'],
    ['cron/gitbroker-run.service', '\nType=oneshot\n'],
    ['cron/crontab', ' flock --nonblock '],
    ['pull-request/.github/workflows/propose-orders.yml', 'concurrency:\n  group: propose-orders\n'],
    ['pull-request/propose-orders.gitlab-ci.yml', '\n  resource_group: propose-orders\n'],
  ])('%s', async (path, words) => {
    expect(await readText(path)).toContain(words);
  });
});
