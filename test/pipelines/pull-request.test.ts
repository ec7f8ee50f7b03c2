/** A pull request for every order: the script for real, with a stand-in for the host's own command. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { givenFolder } from '../helpers/broker-process.js';
import { ORDER } from '../helpers/catalog.js';
import { instanceUrl } from '../helpers/platform.js';
import { givenHost, order, stateOf } from './given-host.js';
import type { GivenHost, StepEnd } from './given-host.js';
import { TOKEN } from './git-gate.js';
import { githubSteps, gitlabSteps } from './read-pipeline.js';

const SCRIPT = fileURLToPath(new URL('../../pipelines/pull-request/propose-orders.mjs', import.meta.url));
const AUTHORIZATION = `Authorization: Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}`;
const PERSON = ['-c', 'user.name=Person', '-c', 'user.email=person@example.com'];

let host: GivenHost;
let folder: { path: string; remove: () => Promise<void> };
beforeEach(async () => {
  host = await givenHost();
  folder = await givenFolder();
});
afterEach(async () => {
  await folder.remove();
  await host.remove();
});

const checkout = () => join(folder.path, 'checkout');

async function git(...args: string[]): Promise<string> {
  const { code, output } = await host.run({ command: ['git', ...args], env: {} }, checkout());
  if (code !== 0) throw new Error(output);
  return output.trim();
}

/** As CI systems make one: the newest commit only, and a token in its settings. */
async function checkOut(): Promise<void> {
  const clone = ['clone', '--quiet', '--depth=1', '-c', `http.extraHeader=${AUTHORIZATION}`, `${host.url}/remote.git`];
  await folder.remove();
  await host.run({ command: ['git', ...clone, checkout()], env: {} });
  await cp(SCRIPT, join(checkout(), 'propose-orders.mjs'));
}

/** One run of the GitHub workflow. */
async function propose(): Promise<StepEnd[]> {
  await checkOut();
  const steps = await githubSteps('pull-request/.github/workflows/propose-orders.yml', host);
  const ends = [];
  for (const step of steps) ends.push(await host.run(step, checkout()));
  return ends;
}

/** A run that is well, and tells of so many new requests. */
const proposed = (count: number, title = 'provision database small') => [
  { code: 0, output: expect.stringMatching(new RegExp(`^(order/[0-9a-f]{16}: ${title}\n){${count}}$`)) },
];

/** Keeps what `gh` is called with, a line for each call. */
async function givenGh(exitCode = 0): Promise<() => Promise<string[][]>> {
  const calls = `${host.tokenFile}.calls`;
  const append = `require('fs').appendFileSync(${JSON.stringify(calls)}, JSON.stringify(process.argv.slice(2)) + '\\n')`;
  await host.addProgram('gh', `#!${process.execPath}\n${append};\nprocess.exit(${exitCode});\n`);
  return async () => {
    const text = await readFile(calls, 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };
}

async function branches(): Promise<string[]> {
  const refs = await host.repository.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/order');
  return refs.split('\n').filter(Boolean);
}

/** As the host does when a person presses the button. */
async function merge(branch: string): Promise<void> {
  await checkOut();
  await git('fetch', '--quiet', '--unshallow', 'origin', 'main', branch);
  await git(...PERSON, 'merge', '--quiet', '--no-ff', '-m', 'Merge pull request', 'FETCH_HEAD');
  await git('push', '--quiet', 'origin', 'HEAD:main');
}

describe('GitHub', () => {
  test('a request for every order; merging it reports the order, and clears its branch away', async () => {
    const calls = await givenGh();
    await order(host, 'first');
    await order(host, 'second');
    expect(await propose()).toEqual(proposed(2));
    const [one, other] = await branches();
    const call = (branch: unknown) => [
      'pr',
      'create',
      '--base=main',
      `--head=${String(branch)}`,
      '--title=provision database small',
      expect.stringMatching(/^--body=Do the work, .*\n\n {4}\{\n {4} {2}"folder": "instances\/(first|second)",\n/s),
    ];
    expect(await calls()).toEqual(expect.arrayContaining([call(one), call(other)]));

    // Nothing new: nothing to do.
    expect(await propose()).toEqual(proposed(0));
    expect(await calls()).toHaveLength(2);

    for (const branch of [one, other]) await merge(branch ?? '');
    expect([await stateOf(host, 'first'), await stateOf(host, 'second')]).toEqual(['succeeded', 'succeeded']);
    expect(await propose()).toEqual(proposed(0));
    expect([await branches(), await calls()]).toEqual([[], expect.objectContaining({ length: 2 })]);
  });

  test('an order that is replaced loses its request to the new one, and can no longer be merged', async () => {
    await givenGh();
    await order(host, 'first');
    await propose();
    const [before = ''] = await branches();
    const { service_id, plan_id } = ORDER;
    await host.platform.change('DELETE', instanceUrl('first'), { query: { service_id, plan_id } });
    await expect(merge(before)).rejects.toThrow('CONFLICT');
    expect(await stateOf(host, 'first')).toBe('in progress');
    expect(await propose()).toEqual(proposed(1, 'deprovision database small'));
    const after = await branches();
    expect([after.length, after.includes(before)]).toEqual([1, false]);
  });

  test('a binding has to be filled in: merged as it is, it gives nobody credentials', async () => {
    await givenGh();
    await order(host, 'first');
    await host.repository.push({ 'instances/first/status.yml': 'status: succeeded\n' });
    expect(await stateOf(host, 'first')).toBe('succeeded');
    await order(host, 'first', 'app');
    expect(await propose()).toEqual(proposed(1, 'bind database small'));
    await merge((await branches())[0] ?? '');
    expect(await stateOf(host, 'first', 'app')).not.toBe('succeeded');
    await host.repository.push({ 'instances/first/bindings/app/credentials.yml': 'user: app\n' });
    expect(await stateOf(host, 'first', 'app')).toBe('succeeded');
  });

  test('a request that cannot be opened is opened by the next run', async () => {
    await givenGh(1);
    await order(host, 'first');
    const [end] = await propose();
    expect([end?.code, await branches()]).toEqual([1, []]);
    await givenGh();
    expect(await propose()).toEqual(proposed(1));
    expect(await branches()).toHaveLength(1);
  });

  test('ids are data: they are no options, no commands, and no markup', async () => {
    const calls = await givenGh();
    await order(host, '--status=failed');
    await order(host, '$(touch hacked) @everyone');
    expect(await propose()).toEqual(proposed(2));
    expect(await calls()).toHaveLength(2);
    for (const branch of await branches()) await merge(branch);
    const states = [await stateOf(host, '--status=failed'), await stateOf(host, '$(touch hacked) @everyone')];
    expect(states).toEqual(['succeeded', 'succeeded']);
  });
});

describe('GitLab', () => {
  test('merge requests by push options', async () => {
    await host.repository.git('config', 'receive.advertisePushOptions', 'true');
    await order(host, 'first');
    await checkOut();
    const options = join(folder.path, 'options');
    const hook = `#!/bin/sh\nfor n in 0 1 2; do eval "echo \\$GIT_PUSH_OPTION_$n"; done > '${options}'\n`;
    await writeFile(join(host.repository.path, 'hooks', 'post-receive'), hook, { mode: 0o755 });
    const steps = await gitlabSteps('pull-request/propose-orders.gitlab-ci.yml', 'propose-orders', host);
    for (const step of steps) expect(await host.run(step, checkout())).toEqual(proposed(1)[0]);
    expect(await readFile(options, 'utf8')).toBe(
      'merge_request.create\nmerge_request.target=main\nmerge_request.remove_source_branch\n',
    );
    expect(await branches()).toHaveLength(1);
  });
});
