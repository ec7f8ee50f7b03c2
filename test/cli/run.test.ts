import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { dump, load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { givenFolder } from '../helpers/broker-process.js';
import type { Files } from '../helpers/git-repository.js';
import { DELETING, ENVIRONMENT, MAIN, UNIPIPE, VPC, givenCheckout } from './given-cli.js';
import type { Checkout } from './given-cli.js';
import { CATALOG_FILE, instanceFiles } from './records.js';

const ENDLESS = '#!/bin/sh\ntrap "exit 1" TERM\necho begun\nwhile :; do sleep 0.05; done\n';
const rules = (...list: object[]) => ({ 'runner.yml': dump({ rules: list }) });
const EXEC = rules({ offering: '*', exec: { command: ['./handler.sh'] } });
const succeeding = { 'handler.sh': '#!/bin/sh\necho "progress: half way"\necho hello\n' };

let folder: { path: string; remove: () => Promise<void> };
let checkout: Checkout;
beforeEach(async () => {
  folder = await givenFolder();
});
afterEach(async () => {
  await checkout.remove();
  await folder.remove();
});

async function given(files: Files): Promise<void> {
  checkout = await givenCheckout({ ...CATALOG_FILE, ...files });
}

const run = (...args: string[]) => checkout.gitbroker('run', '--folder', folder.path, ...args);
const statusOf = async (id: string) => load((await checkout.remote.read(`instances/${id}/status.yml`)) ?? 'null');

describe('gitbroker run', () => {
  test('does what waits, tells it in a table, and reports it on the remote of the checkout', async () => {
    await given({ ...EXEC, ...succeeding, ...instanceFiles('i-1', {}) });
    expect(await run()).toEqual({
      code: 0,
      stdout:
        'OUTCOME    OPERATION  INSTANCE  BINDING  SERVICE   PLAN   DESCRIPTION\n' +
        'succeeded  provision  i-1                database  small\n',
      stderr: '',
    });
    expect(await statusOf('i-1')).toEqual({ status: 'succeeded', description: 'done', operation: 'op-1' });
  });

  test('nothing waits: exit code 0', async () => {
    await given({ ...EXEC });
    expect(await run('--once')).toEqual({ code: 0, stdout: '', stderr: 'Nothing waits for a runner\n' });
  });

  test('--output json: everything, also what was left', async () => {
    await given({
      ...rules({ offering: '*', plans: ['small'], exec: { command: ['./handler.sh'] } }),
      ...succeeding,
      ...instanceFiles('i-1', {}),
      ...instanceFiles('i-2', { more: { planId: 'other' } }),
    });
    const { code, stdout, stderr } = await run('--output', 'json');
    const work = { offering: 'database', operation: { id: 'op-1', type: 'provision' } };
    expect({ code, stderr, data: JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: 'runner.yml has no rule for the provision of database i-2\n',
      data: {
        ended: [{ ...work, plan: 'small', instanceId: 'i-1', outcome: 'succeeded', logPath: expect.any(String) }],
        claimed: [],
        unhandled: [{ ...work, plan: 'other', instanceId: 'i-2' }],
        problems: [],
      },
    });
  });

  test('--verbose: what handlers tell and print, on stderr', async () => {
    await given({ ...EXEC, ...succeeding, ...instanceFiles('i-1', {}) });
    expect((await run('--verbose')).stderr).toBe(
      'provision of database i-1: begun\n' +
        '  progress: half way\n' +
        'provision of database i-1: half way\n' +
        '  hello\n' +
        'provision of database i-1: succeeded\n',
    );
  });

  test('a bare repository, without a checkout', async () => {
    await given({ ...EXEC, ...succeeding, ...instanceFiles('i-1', {}) });
    const { code } = await run(checkout.remote.path);
    expect([code, await statusOf('i-1')]).toEqual([0, expect.objectContaining({ status: 'succeeded' })]);
  });

  test("UniPipe's repository, one of its orders cut in half: the other is done and reported as UniPipe does", async () => {
    const paths = (await readdir(UNIPIPE, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => relative(UNIPIPE, join(entry.parentPath, entry.name)));
    const files = await Promise.all(
      paths.map(async (path) => [path, await readFile(join(UNIPIPE, path), 'utf8')] as const),
    );
    const cut = `instances/${VPC}/instance.yml`;
    await given({ ...Object.fromEntries(files), ...EXEC, ...succeeding });
    await checkout.remote.push({ [cut]: ((await checkout.remote.read(cut)) ?? '').slice(0, 700) });
    const { code, stdout, stderr } = await run('--output', 'yaml');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(`^cannot be read: ${cut}[,:].*\n$`) });
    expect(load(stdout)).toMatchObject({
      ended: [{ instanceId: DELETING, outcome: 'succeeded', operation: { type: 'deprovision' } }],
      problems: [expect.stringContaining(cut)],
    });
    expect(await statusOf(DELETING)).toEqual({ status: 'succeeded', description: 'done' });
  });

  test('something failed: exit code 1, and where its log is', async () => {
    await given({ ...EXEC, 'handler.sh': '#!/bin/sh\necho oops\nexit 3\n', ...instanceFiles('i-1', {}) });
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^provision of database i-1: see \S+provision-op-1.log\n$/),
    });
    expect(stdout).toContain('the work failed with exit code 3');
  });

  test('a record that cannot be read: exit code 1, the others are done', async () => {
    await given({ ...EXEC, ...succeeding, ...instanceFiles('i-1', {}), 'instances/bad/instance.yml': 'a: [' });
    expect(await run()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('succeeded'),
      stderr: expect.stringMatching(/^cannot be read: instances\/bad\/instance.yml, line 1: /),
    });
  });

  test('--offering: the others are left alone', async () => {
    await given({ ...EXEC, ...succeeding, ...instanceFiles('i-1', {}) });
    expect(await run('--offering', 'other')).toMatchObject({ code: 0, stdout: '' });
    expect(await run('--offering', 'database')).toMatchObject({ code: 0, stdout: expect.stringContaining('i-1') });
  });

  test.each([
    ['no runner.yml', {}, [], 'gitbroker: runner.yml: there is none; `gitbroker generate runner.yml` writes one'],
    ['a broken runner.yml', { 'runner.yml': 'rules: 1' }, [], 'gitbroker: runner.yml: rules: '],
    ['both --once and --watch', EXEC, ['--once', '--watch'], "error: option '--once' cannot be used with"],
    ['--interval without --watch', EXEC, ['--interval', '5'], 'gitbroker: --interval needs --watch'],
  ])('%s: exit code 2', async (_name, files, args, message) => {
    await given(files);
    expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('a folder without git: exit code 2', async () => {
    await given(EXEC);
    await writeFile(join(folder.path, 'catalog.yml'), 'services: []\n');
    expect(await run(folder.path)).toEqual({
      code: 2,
      stdout: '',
      stderr: `gitbroker: ${folder.path} is no git checkout: orders are taken and reported by commits\n`,
    });
  });

  test('a remote that is away: exit code 3', async () => {
    await given(EXEC);
    await checkout.git('remote', 'set-url', 'origin', `${folder.path}/gone.git`);
    expect(await run()).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('gitbroker run, stopped', () => {
  test.each([
    ['--once', 1],
    ['--watch', 0],
  ])('%s and SIGTERM: the handler is ended, the order is given back, exit code %i', async (mode, expected) => {
    await given({ ...EXEC, 'handler.sh': ENDLESS, ...instanceFiles('i-1', {}) });
    const args = [MAIN, 'run', mode, '--verbose', '--folder', folder.path, '--output', 'json'];
    const child = spawn(process.execPath, args, { cwd: checkout.path, env: ENVIRONMENT });
    const exited = once(child, 'exit');
    child.stderr.on('data', (data: Buffer) => {
      if (data.toString().includes('  begun\n')) child.kill('SIGTERM');
    });
    expect((await exited)[0]).toBe(expected);
    expect(await checkout.remote.list()).not.toContain('instances/i-1/claim.yml');
    expect(await statusOf('i-1')).toMatchObject({ status: 'in progress', operation: 'op-1' });
  });

  test('--watch: each outcome is a line of JSON, as it comes', async () => {
    await given({ ...EXEC, ...succeeding });
    const args = [MAIN, 'run', '--watch', '--interval', '1', '--folder', folder.path, '--output', 'json'];
    const child = spawn(process.execPath, args, { cwd: checkout.path, env: ENVIRONMENT });
    const exited = once(child, 'exit');
    await checkout.remote.push(instanceFiles('i-1', {}));
    const [data] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGTERM');
    expect(JSON.parse(data.toString())).toMatchObject({ instanceId: 'i-1', outcome: 'succeeded' });
    expect((await exited)[0]).toBe(0);
  });
});

const ZONE = 'output "metadata" {\n  value = { attributes = { a = "1" } }\n}\nresource "terraform_data" "zone" {}\n';
const hasTerraform = await findTerraform();

async function findTerraform(): Promise<boolean> {
  const child = spawn('terraform', ['version'], { stdio: 'ignore' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

describe('gitbroker terraform', () => {
  const terraform = (...args: string[]) => checkout.gitbroker('terraform', '--folder', folder.path, ...args);
  const files = {
    ...rules(
      { offering: '*', operations: ['provision'], terraform: { module: 'zone', localState: true } },
      { offering: '*', exec: { command: ['./handler.sh'] } },
    ),
    ...succeeding,
    'zone/main.tf': ZONE,
    ...instanceFiles('i-1', { more: { parameters: {} } }),
    ...instanceFiles('i-2', { type: 'update' }),
  };

  test.skipIf(!hasTerraform)('--plan: what would be done is told, nothing is changed', async () => {
    await given(files);
    const head = await checkout.remote.git('rev-parse', 'main');
    const { code, stdout, stderr } = await terraform('--plan');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        'OUTCOME  OPERATION  INSTANCE  BINDING  SERVICE   PLAN   DESCRIPTION\n' +
        'waiting  provision  i-1                database  small  planned only\n',
    });
    expect(stderr).toContain('  Plan: 1 to add, 0 to change, 0 to destroy.\n');
    expect(await checkout.remote.git('rev-parse', 'main')).toBe(head);
  });

  test.skipIf(!hasTerraform)('applies what waits for Terraform, and nothing else', async () => {
    await given(files);
    expect(await terraform()).toMatchObject({ code: 0, stdout: expect.stringContaining('succeeded  provision  i-1') });
    expect(await statusOf('i-1')).toMatchObject({ status: 'succeeded' });
    expect(await statusOf('i-2')).toBe(null);
  });
});
