/** A pull request for every order: the script for real, with a stand-in for the host's own command. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ORDER } from '../helpers/catalog.js';
import { instanceUrl } from '../helpers/platform.js';
import { order, stateOf } from './given-host.js';
import type { GivenHost, StepEnd } from './given-host.js';
import { givenRequests } from './given-requests.js';
import type { GivenRequests } from './given-requests.js';
import { githubSteps, gitlabSteps } from './read-pipeline.js';

let requests: GivenRequests;
let host: GivenHost;
beforeEach(async () => {
  requests = await givenRequests();
  host = requests.host;
});
afterEach(() => requests.remove());

/** One run of the GitHub workflow. */
async function propose(): Promise<StepEnd[]> {
  return requests.run(await githubSteps('pull-request/.github/workflows/propose-orders.yml', host));
}

/** A run that is well, and tells of so many new requests. */
const proposed = (count: number, title = 'provision database small') => [
  { code: 0, output: expect.stringMatching(new RegExp(`^(order/[0-9a-f]{16}: ${title}\n){${count}}$`)) },
];

describe('GitHub', () => {
  test('a request for every order; merging it reports the order, and clears its branch away', async () => {
    await order(host, 'first');
    await order(host, 'second');
    expect(await propose()).toEqual(proposed(2));
    const [one, other] = await requests.branches();
    const call = (branch: unknown) => [
      'pr',
      'create',
      '--base=main',
      `--head=${String(branch)}`,
      '--title=provision database small',
      expect.stringMatching(/^--body=Do the work, .*\n\n {4}\{\n {4} {2}"folder": "instances\/(first|second)",\n/s),
    ];
    expect(await requests.ghCalls()).toEqual(expect.arrayContaining([call(one), call(other)]));

    // Nothing new: nothing to do.
    expect(await propose()).toEqual(proposed(0));
    expect(await requests.ghCalls()).toHaveLength(2);

    for (const branch of [one, other]) await requests.merge(branch);
    expect([await stateOf(host, 'first'), await stateOf(host, 'second')]).toEqual(['succeeded', 'succeeded']);
    expect(await propose()).toEqual(proposed(0));
    expect([await requests.branches(), await requests.ghCalls()]).toEqual([[], expect.objectContaining({ length: 2 })]);
  });

  test('an order that is replaced loses its request to the new one, and can no longer be merged', async () => {
    await order(host, 'first');
    await propose();
    const [before = ''] = await requests.branches();
    const { service_id, plan_id } = ORDER;
    await host.platform.change('DELETE', instanceUrl('first'), { query: { service_id, plan_id } });
    await expect(requests.merge(before)).rejects.toThrow('CONFLICT');
    expect(await stateOf(host, 'first')).toBe('in progress');
    expect(await propose()).toEqual(proposed(1, 'deprovision database small'));
    const after = await requests.branches();
    expect([after.length, after.includes(before)]).toEqual([1, false]);
  });

  test('a binding has to be filled in: merged as it is, it gives nobody credentials', async () => {
    await order(host, 'first');
    await host.repository.push({ 'instances/first/status.yml': 'status: succeeded\n' });
    expect(await stateOf(host, 'first')).toBe('succeeded');
    await order(host, 'first', 'app');
    expect(await propose()).toEqual(proposed(1, 'bind database small'));
    await requests.merge((await requests.branches())[0]);
    expect(await stateOf(host, 'first', 'app')).not.toBe('succeeded');
    await host.repository.push({ 'instances/first/bindings/app/credentials.yml': 'user: app\n' });
    expect(await stateOf(host, 'first', 'app')).toBe('succeeded');
  });

  test('a request that cannot be opened is opened by the next run', async () => {
    await requests.setUpGh(1);
    await order(host, 'first');
    const [end] = await propose();
    expect([end?.code, await requests.branches()]).toEqual([1, []]);
    await requests.setUpGh();
    expect(await propose()).toEqual(proposed(1));
    expect(await requests.branches()).toHaveLength(1);
  });

  test('ids are data: they are no options, no commands, and no markup', async () => {
    await order(host, '--status=failed');
    await order(host, '$(touch hacked) @everyone');
    expect(await propose()).toEqual(proposed(2));
    expect(await requests.ghCalls()).toHaveLength(2);
    for (const branch of await requests.branches()) await requests.merge(branch);
    const states = [await stateOf(host, '--status=failed'), await stateOf(host, '$(touch hacked) @everyone')];
    expect(states).toEqual(['succeeded', 'succeeded']);
  });
});

describe('GitLab', () => {
  test('merge requests by push options', async () => {
    await host.repository.git('config', 'receive.advertisePushOptions', 'true');
    await order(host, 'first');
    const options = join(host.repository.path, 'options');
    const hook = `#!/bin/sh\nfor n in 0 1 2; do eval "echo \\$GIT_PUSH_OPTION_$n"; done > '${options}'\n`;
    await writeFile(join(host.repository.path, 'hooks', 'post-receive'), hook, { mode: 0o755 });
    const steps = await gitlabSteps('pull-request/propose-orders.gitlab-ci.yml', 'propose-orders', host);
    expect(await requests.run(steps)).toEqual(proposed(1));
    expect(await readFile(options, 'utf8')).toBe(
      'merge_request.create\nmerge_request.target=main\nmerge_request.remove_source_branch\n',
    );
    expect(await requests.branches()).toHaveLength(1);
  });
});
