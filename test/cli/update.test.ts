import { readFile, symlink, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DELETING, gitbroker, givenCheckout, givenUniPipeFolder } from './given-cli.js';
import type { Checkout } from './given-cli.js';
import { bindingFiles, instanceFiles } from './records.js';

let checkout: Checkout;
beforeEach(async () => {
  checkout = await givenCheckout({
    ...instanceFiles('db', {}),
    ...bindingFiles('db', 'app', {}),
    'instances/bad/instance.yml': 'serviceInstanceId: [\n',
  });
});
afterEach(() => checkout.remove());

const DONE = '---\nstatus: succeeded\ndescription: created\noperation: op-1\n';

describe('gitbroker update', () => {
  test('in the work tree, for the current operation', async () => {
    expect(await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--description', 'created')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Reported succeeded for the provision of service instance db\n',
    });
    expect(await checkout.read('instances/db/status.yml')).toBe(DONE);
    expect(await checkout.git('status', '--porcelain')).toBe('?? instances/db/status.yml\n');
  });

  test('--push: a commit on the remote, and the checkout follows', async () => {
    const answer = await checkout.gitbroker(
      'update',
      'db',
      '--status',
      'succeeded',
      '--description',
      'created',
      '--push',
    );
    expect(answer).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Reported succeeded for the provision of service instance db\n',
    });
    expect(await checkout.remote.read('instances/db/status.yml')).toBe(DONE);
    expect(await checkout.read('instances/db/status.yml')).toBe(DONE);
    expect(await checkout.remote.git('log', '-1', '--format=%an <%ae>%n%B', 'main')).toBe(
      'Person <person@example.com>\nCLI: succeeded, provision of db\n\nOperation: op-1\n\n',
    );
    expect(await checkout.git('status', '--porcelain')).toBe('');
  });

  test('said twice: no second commit', async () => {
    const words = ['update', 'db', '--status', 'failed', '--push'];
    await checkout.gitbroker(...words);
    expect((await checkout.gitbroker(...words)).stderr).toBe(
      'Already reported failed for the provision of service instance db\n',
    );
    expect((await checkout.remote.git('log', '--format=%s', 'main')).split('\n')).toHaveLength(3);
  });

  test('a bare repository, without work tree', async () => {
    const answer = await gitbroker(['update', 'db', checkout.remote.path, '--status', 'in progress']);
    expect(answer).toMatchObject({ code: 0, stdout: '' });
    expect(await checkout.remote.read('instances/db/status.yml')).toBe(
      "---\nstatus: in progress\ndescription: ''\noperation: op-1\n",
    );
  });

  test('many at once: everyone wins in the end', async () => {
    const instances = Array.from({ length: 4 }, (_, n) => `many-${n}`);
    await checkout.remote.push(Object.assign({}, ...instances.map((id) => instanceFiles(id, {}))));
    const answers = await Promise.all(
      instances.map((id) => gitbroker(['update', id, checkout.remote.path, '--status', 'succeeded'])),
    );
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    for (const id of instances) {
      expect(await checkout.remote.read(`instances/${id}/status.yml`)).toContain('status: succeeded');
    }
  });

  test('the operation was superseded on the remote meanwhile: refused, nothing pushed', async () => {
    await checkout.remote.push(instanceFiles('db', { type: 'deprovision', operation: 'op-2', deleted: true }));
    expect(await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'gitbroker: the operation op-1 is not the current one of service instance db: that is deprovision op-2\n',
    });
    expect(await checkout.remote.read('instances/db/status.yml')).toBeUndefined();
  });

  test('--operation of an older order: refused', async () => {
    const answer = await checkout.gitbroker('update', 'db', '--operation', 'op-0', '--status', 'failed');
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining('op-0 is not the current one') });
  });

  test('an operation that has expired: refused', async () => {
    const operation = { id: 'op-1', type: 'provision', expiredAt: '2026-02-02T00:00:00.000Z' };
    await checkout.remote.push(instanceFiles('db', { more: { operation } }));
    const answer = await gitbroker(['update', 'db', checkout.remote.path, '--status', 'succeeded']);
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining('expired at 2026-02-02T00:00:00.000Z') });
  });

  test('a remote that declines: exit code 3, the checkout as it was', async () => {
    const hook = `${checkout.remote.path}/hooks/pre-receive`;
    await writeFile(hook, '#!/bin/sh\necho "orders are closed" >&2\nexit 1\n', { mode: 0o755 });
    const answer = await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push');
    expect(answer).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('orders are closed') });
    expect(await checkout.git('status', '--porcelain')).toBe('');
  });

  test('a remote that is not there: exit code 3', async () => {
    await checkout.git('remote', 'set-url', 'origin', 'https://user:secret@localhost:1/nowhere.git');
    const answer = await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push');
    expect(answer).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('localhost') });
    expect(answer.stderr).not.toContain('secret');
  });

  test.each([
    [['checkout', '-q', '--detach'], 'the checkout is on no branch (detached head)'],
    [['remote', 'remove', 'origin'], 'the checkout has no remote "origin"'],
  ])('git %j: exit code 2', async (args, words) => {
    await checkout.git(...args);
    const answer = await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push');
    expect(answer).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
  });

  test('a detached head, as some CI systems have it, with --branch', async () => {
    await checkout.git('checkout', '-q', '--detach');
    const answer = await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push', '--branch', 'main');
    expect(answer.code).toBe(0);
    expect(await checkout.remote.read('instances/db/status.yml')).toContain('succeeded');
  });

  test('the credentials of a CI system, in the configuration of the checkout, are used', async () => {
    await checkout.git('config', `url.${checkout.remote.path}.insteadOf`, 'https://git.example.com/x.git');
    await checkout.git('remote', 'set-url', 'origin', 'https://git.example.com/x.git');
    const answer = await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push');
    expect(answer.code).toBe(0);
    expect(await checkout.remote.read('instances/db/status.yml')).toContain('succeeded');
  });

  test('a dirty work tree: pushed all the same, and what is dirty stays', async () => {
    await checkout.write('instances/db/status.yml', 'mine\n');
    const answer = await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push');
    expect(answer).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('The checkout has changes of its own: run gitbroker git pull\n'),
    });
    expect(await checkout.read('instances/db/status.yml')).toBe('mine\n');
    expect(await checkout.remote.read('instances/db/status.yml')).toContain('succeeded');
  });
});

describe('credentials and response', () => {
  const BINDING = 'instances/db/bindings/app';

  test('key=value is text, key: value is YAML; nothing is evaluated', async () => {
    const given = ['user=$(id)', 'url=https://x/?a=b:c', 'port: 5432', 'template: ${HOME}', '__proto__=x'];
    const flags = given.flatMap((pair) => ['-c', pair]);
    const answer = await checkout.gitbroker('update', 'db', '-b', 'app', ...flags, '--status', 'succeeded');
    expect(answer).toMatchObject({ code: 0, stderr: expect.not.stringContaining('5432') });
    expect(await checkout.read(`${BINDING}/credentials.yml`)).toBe(
      '---\nport: 5432\ntemplate: ${HOME}\nuser: $(id)\nurl: https://x/?a=b:c\n__proto__: x\n',
    );
    expect(await checkout.read(`${BINDING}/status.yml`)).toContain('operation: op-b\n');
  });

  test('from stdin', async () => {
    const args = ['update', 'db', '-b', 'app', '--credentials-file', '-', '--status', 'succeeded'];
    const answer = await gitbroker(args, { cwd: checkout.path, stdin: '{"password": "p"}' });
    expect(answer.code).toBe(0);
    expect(await checkout.read(`${BINDING}/credentials.yml`)).toBe('---\npassword: p\n');
  });

  test('response fields are put beside those that are there', async () => {
    await checkout.write('instances/db/response.yml', 'metadata: {labels: {a: b}}\nmore: 1\n');
    const answer = await checkout.gitbroker(
      'update',
      'db',
      '--dashboard-url',
      'https://d',
      '--response',
      'metadata: {attributes: {x: y}}',
    );
    expect(answer).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'Reported the result for the provision of service instance db\n' +
        'Platforms are not told of the dashboard: it was ordered without one; see metadata.dashboardUrl in the catalog\n',
    });
    expect(await checkout.read('instances/db/response.yml')).toBe(
      "---\nmetadata:\n  labels:\n    a: b\n  attributes:\n    x: 'y'\nmore: 1\ndashboard_url: https://d\n",
    );
  });

  test.each([
    [['-c', 'a=b'], 'credentials belong to a service binding: name it by --binding-id'],
    [['-b', 'app', '-c', 'a: 1', '-c', 'a: 2'], '--credentials, line 2: '],
    [['-b', 'app', '-c', 'a=1', '-c', 'a=2'], '--credentials: "a" is given twice'],
    [['-b', 'app', '-c', 'just words'], '--credentials: must be a map'],
    [['-b', 'app', '--credentials-file', 'nowhere.yml'], '--credentials-file: ENOENT'],
    [['-b', 'app', '--response', 'volume_mounts: 7'], 'the response is not valid: volume_mounts: '],
    [['-b', 'app', '--dashboard-url', 'https://d'], 'a dashboard belongs to the service instance'],
    [[], 'what is to be reported? Give --status, or a result'],
    [['--description', 'x'], 'what is to be reported?'],
    [['--status', 'done'], "argument 'done' is invalid"],
    [['--status', 'failed', '--instance-usable', 'maybe'], 'Allowed choices are true, false.'],
  ])('%j: exit code 2, nothing written', async (args, words) => {
    const answer = await checkout.gitbroker('update', 'db', ...args);
    expect(answer).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
    expect(await checkout.git('status', '--porcelain')).toBe('');
  });

  test.each([
    [['nobody'], 'there is no service instance nobody'],
    [['db', '-b', 'no'], 'there is no service binding no of service instance db'],
    [['bad'], 'The record in the repository cannot be read: instances/bad/instance.yml, line 2: '],
  ])('%j: exit code 1, nothing written', async (args, words) => {
    const answer = await checkout.gitbroker('update', ...args, '--status', 'failed');
    expect(answer).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(words) });
    expect(await checkout.git('status', '--porcelain')).toBe('');
  });

  test('a link out of the repository is not followed', async () => {
    await checkout.git('rm', '-rq', 'instances/db/bindings');
    await checkout.git('commit', '-qm', 'x');
    await symlink('/tmp', `${checkout.path}/instances/link`);
    expect(await checkout.gitbroker('update', 'link', '--status', 'failed')).toMatchObject({ code: 1 });
    await symlink('/tmp/gitbroker-never-written.yml', `${checkout.path}/instances/db/status.yml`);
    expect(await checkout.gitbroker('update', 'db', '--status', 'failed')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'gitbroker: instances/db/status.yml is not written: it, or a folder above it, is a link or leads out of the repository\n',
    });
  });
});

test("UniPipe's call: -i, --status, --description, repository last; no operation is named where the record names none", async () => {
  const { path, remove } = await givenUniPipeFolder();
  try {
    const args = ['update', '-i', DELETING, '--status', 'succeeded', '--description', 'deployment successful', path];
    expect(await gitbroker(args)).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(`${path}/instances/${DELETING}/status.yml`, 'utf8')).toBe(
      '---\nstatus: succeeded\ndescription: deployment successful\n',
    );
  } finally {
    await remove();
  }
});
