/**
 * The GitLab pipeline by a local runner, which reads the whole file: rules, variables, script. Runs where GITLAB_CI_LOCAL
 * says how gitlab-ci-local is started, which needs Node 22: `GITLAB_CI_LOCAL='npx --yes gitlab-ci-local@4.75.1'`.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { givenFolder } from '../helpers/broker-process.js';
import { givenHost, order, stateOf } from './given-host.js';
import { TOKEN } from './git-gate.js';

const PIPELINE = fileURLToPath(new URL('../../pipelines/gitlab-ci/.gitlab-ci.yml', import.meta.url));
const RUNNER = process.env['GITLAB_CI_LOCAL'] ?? '';

test.skipIf(RUNNER === '')('gitlab-ci-local does the orders (skipped unless GITLAB_CI_LOCAL names it)', async () => {
  const host = await givenHost();
  const folder = await givenFolder();
  const checkout = join(folder.path, 'checkout');
  try {
    await order(host, 'first');
    await host.run({ command: ['git', 'clone', '--quiet', host.repository.path, checkout], env: {} });
    // It wants to know the project's name from its remote.
    const git = (...args: string[]) => host.run({ command: ['git', ...args], env: {} }, checkout);
    await git('remote', 'set-url', 'origin', 'git@git.example.com:team/remote.git');
    await cp(PIPELINE, join(checkout, '.gitlab-ci.yml'));
    const variables = {
      CI_PROJECT_URL: `${host.url}/remote`,
      CI_PIPELINE_SOURCE: 'schedule',
      CI_DEFAULT_BRANCH: 'main',
      CI_JOB_TOKEN: TOKEN,
    };
    // It copies the checkout by rsync, which not every machine has.
    const copy =
      'for folder; do :; done\nmkdir -p "$folder"\ntar -c --exclude=./.gitlab-ci-local . | tar -x -C "$folder"';
    await host.addProgram('rsync', `#!/bin/sh\n${copy}\n`);
    const given = Object.entries(variables).map(([key, value]) => `--variable '${key}=${value}'`);
    const line = [`exec ${RUNNER}`, '--force-shell-executor', ...given, 'orders'].join(' ');
    const end = await host.run({ command: ['sh', '-c', line], env: {} }, checkout);
    expect(end).toEqual({ code: 0, output: expect.stringContaining('PASS') });
    expect([await stateOf(host, 'first'), await stateOf(host, 'meanwhile')]).toEqual(['succeeded', 'succeeded']);
  } finally {
    await folder.remove();
    await host.remove();
  }
});
