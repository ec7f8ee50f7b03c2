import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { givenMockAndClient, givenMockProcess, startGitbroker } from './given-client.js';

const PREVIEW = /^At http:\/\/127\.0\.0\.1:\d+, of the service "mock":\n {2}about five instances of the plan "small" /;

describe('gitbroker check', () => {
  test('a broker that keeps to everything: exit code 0, what is ordered is said before', async () => {
    const { run, mock } = await givenMockAndClient({ mode: 'sync' });
    const { code, stdout, stderr } = await run(['check', mock.url, '--yes']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(PREVIEW) });
    expect(stdout).toMatch(/\n\d+ passed, 0 failed, 0 warnings, \d+ skipped\n$/);
  });

  test('where nobody can be asked: exit code 2, nothing is ordered', async () => {
    const { run, mock } = await givenMockAndClient();
    mock.faults.set([{ on: 'provision', kind: 'status', status: 500 }]);
    const { code, stdout, stderr } = await run(['check']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(PREVIEW);
    expect(stderr).toMatch(/agree with --yes\n$/);
  });

  test('a broker that does not: exit code 1, as text, JSON and JUnit', async () => {
    const { run, mock } = await givenMockAndClient({ mode: 'sync' });
    mock.faults.set([{ on: 'catalog', kind: 'malformed' }]);
    const args = ['check', '--yes', '--only', 'CAT-01', '--only', 'CAT-02'];
    const { code, stdout } = await run([...args, '--output', 'json']);
    expect({ code, conforms: JSON.parse(stdout).conforms }).toEqual({ code: 1, conforms: false });
    expect((await run(args)).stdout).toContain('MUST, but does not:\n');
    const junit = await run([...args, '--output', 'junit']);
    expect({ code: junit.code, head: junit.stdout.slice(0, 38) }).toEqual({
      code: 1,
      head: '<?xml version="1.0" encoding="UTF-8"?>',
    });
  });

  test('what to order is chosen by a file', async () => {
    const { run, folder } = await givenMockAndClient({ mode: 'sync' });
    await writeFile(join(folder, 'choice.yml'), 'plan: large\nservice: mock\nprovision: { size: 7 }\n');
    const { code, stderr } = await run(['check', '--yes', '--choice', 'choice.yml', '--only', 'CAT-01']);
    expect({ code, named: stderr.includes('the plan "large" will be ordered') }).toEqual({ code: 0, named: true });
    await writeFile(join(folder, 'choice.yml'), 'flavour: large\n');
    expect(await run(['check', '--yes', '--choice', 'choice.yml'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('flavour'),
    });
  });

  test.each([
    ['no such check', ['--only', 'NO-1']],
    ['no such plan', ['--service', 'mock', '--plan', 'huge']],
  ])('%s: exit code 2', async (_name, args) => {
    const { run } = await givenMockAndClient();
    expect(await run(['check', '--yes', ...args])).toMatchObject({ code: 2, stdout: '' });
  });

  test('no broker: exit code 1', async () => {
    const { run, mock } = await givenMockAndClient();
    await mock.close();
    expect(await run(['check', '--yes'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/ECONNREFUSED/),
    });
  });
});

test('gitbroker check: interrupted, it still deletes what it has made, and exits with 1', async () => {
  let provisioned: () => void;
  const ordered = new Promise<void>((resolve) => (provisioned = resolve));
  const living = new Set<string>();
  const prepare = (app: FastifyInstance) =>
    void app.addHook('onResponse', async ({ method, url }, { statusCode }) => {
      const [, id = ''] = /^\/v2\/service_instances\/([^/?]+)(?:\?|$)/.exec(url) ?? [];
      if (method === 'PUT' && statusCode < 300) living.add(id);
      if (method === 'DELETE' && statusCode < 300) living.delete(id);
      if (living.size > 0) provisioned();
    });
  const { mock, folder } = await givenMockAndClient({ retryAfterSeconds: 1, polls: 100, prepare });
  const args = ['check', mock.url, '--yes', '--username', 'user', '--password', 'secret', '--output', 'json'];
  const { child, ended } = startGitbroker(args, folder);
  await ordered;
  mock.faults.set([{ on: 'lastInstanceOperation', kind: 'error', code: 'Gone' }]);
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  const { interrupted, leftovers } = JSON.parse(stdout);
  expect({ code, interrupted, leftovers, living: [...living] }).toEqual({
    code: 1,
    interrupted: true,
    leftovers: [],
    living: [],
  });
});

describe('gitbroker mock', () => {
  test('listens, does wrong what it is told to, and stops on SIGTERM', async () => {
    const mock = await givenMockProcess('--mode', 'sync', '--fault', 'catalog:status:503*1');
    const ask = () => fetch(`${mock.url}/v2/catalog`, { headers: { 'X-Broker-API-Version': '2.17' } });
    expect([(await ask()).status, (await ask()).status]).toEqual([503, 200]);
    expect(await mock.stop()).toBe(0);
  });

  test('sells the catalog of a file, to those who know the password', async () => {
    const { run, folder } = await givenMockAndClient();
    const plans = [{ id: 'p', name: 'only', description: 'One' }];
    const services = [{ id: 's', name: 'thing', description: 'A thing', bindable: false, plans }];
    const file = join(folder, 'catalog.json');
    await writeFile(file, JSON.stringify({ services }));
    const mock = await givenMockProcess('--catalog', file, '--username', 'user', '--password', 'secret');
    expect((await run(['osb', 'catalog', '--url', mock.url])).stdout).toContain('thing    only');
    expect((await run(['osb', 'catalog', '--url', mock.url, '--password', 'x'])).code).toBe(1);
    await writeFile(file, '{ "services": [{}] }');
    expect(await run(['mock', '--catalog', file])).toMatchObject({ code: 2, stdout: '' });
  });

  test.each([
    ['--fault', 'nothing'],
    ['--port', 'x'],
    ['--mode', 'never'],
  ])('%s %s: exit code 2', async (...args) => {
    const { run } = await givenMockAndClient();
    expect(await run(['mock', ...args])).toMatchObject({ code: 2, stdout: '' });
  });
});
