/** The commands of every pipeline, run for real: a broker's orders, a git host that wants a token, the built binary. */
import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { givenHost, order, stateOf } from './given-host.js';
import type { GivenHost } from './given-host.js';
import { TOKEN } from './git-gate.js';
import { azureSteps, concourseSteps, githubSteps, gitlabSteps, jenkinsSteps } from './read-pipeline.js';
import type { ReadSteps } from './read-pipeline.js';
import { crontabSteps, unitSteps } from './read-units.js';

const PIPELINES: readonly [string, ReadSteps][] = [
  ['github-actions', (host) => githubSteps('github-actions/.github/workflows/gitbroker.yml', host)],
  ['gitlab-ci', (host) => gitlabSteps('gitlab-ci/.gitlab-ci.yml', 'orders', host)],
  ['azure-devops', (host) => azureSteps('azure-devops/azure-pipelines.yml', host)],
  ['jenkins', (host) => jenkinsSteps('jenkins/Jenkinsfile', host)],
  ['concourse', (host) => concourseSteps('concourse/pipeline.yml', host)],
  ['cron: systemd', (host) => unitSteps('cron/gitbroker-run.service', host)],
  ['cron: crontab', (host) => crontabSteps('cron/crontab', host)],
];

let host: GivenHost;
afterEach(() => host.remove());

async function runAll(readSteps: ReadSteps) {
  const ends = [];
  for (const step of await readSteps(host)) ends.push(await host.run(step));
  return ends;
}

describe.each(PIPELINES)('%s', (_name, readSteps) => {
  test('does all that waits and what comes in meanwhile, reports it, and then leaves the repository alone', async () => {
    host = await givenHost();
    await order(host, 'first');
    await order(host, 'second');
    const ends = await runAll(readSteps);
    expect(ends).toEqual([{ code: 0, output: expect.stringContaining('succeeded') }]);
    // `meanwhile` was ordered by a customer while the handler worked: a push of the broker between two of the pipeline.
    const states = await Promise.all(['first', 'second', 'meanwhile'].map((id) => stateOf(host, id)));
    expect(states).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(ends.map(({ output }) => output).join('')).not.toContain(TOKEN);

    const head = await host.repository.git('rev-parse', 'main');
    expect(await runAll(readSteps)).toEqual([{ code: 0, output: expect.stringContaining('Nothing waits') }]);
    expect(await host.repository.git('rev-parse', 'main')).toBe(head);
  });

  test('fails when the host refuses its credentials', async () => {
    host = await givenHost();
    await writeFile(host.tokenFile, 'expired');
    const [step] = await readSteps(host);
    if (!step) throw new Error('no command');
    const env = Object.entries(step.env).map(([key, value]) => [key, value === TOKEN ? 'expired' : value]);
    const end = await host.run({ ...step, env: Object.fromEntries(env) });
    expect(end.code).toBe(3);
  });
});

test('two pipelines that meet in spite of all share the work: every order is begun once', async () => {
  host = await givenHost();
  await order(host, 'first');
  await order(host, 'second');
  const steps = await Promise.all(PIPELINES.slice(0, 2).map(async ([, readSteps]) => (await readSteps(host))[0]));
  const ends = await Promise.all(steps.flatMap((step) => (step ? [host.run(step)] : [])));
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  const states = await Promise.all(['first', 'second', 'meanwhile'].map((id) => stateOf(host, id)));
  expect(states).toEqual(['succeeded', 'succeeded', 'succeeded']);
  const begun = await host.repository.git('log', '--format=%B', '--grep=Begin provision', 'main');
  expect(begun.match(/Begin provision of (first|second|meanwhile)$/gm)).toHaveLength(3);
});
