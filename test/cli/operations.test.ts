import { describe, expect, onTestFinished, test } from 'vitest';
import { DATABASE, SMALL } from '../helpers/catalog.js';
import { bindingUrl, instanceUrl } from '../helpers/platform.js';
import { givenBroker } from '../helpers/given-broker.js';
import { checkoutOf, gitbroker } from './given-cli.js';
import { bindingFiles, CATALOG_FILE, instanceFiles } from './records.js';

const failed = { status: 'failed', description: 'no disk', operation: 'op-1' };
const gone = { type: 'deprovision', deleted: true, status: { status: 'succeeded', operation: 'op-1' } };

describe('gitbroker retry', () => {
  test('a failed operation waits again, with the same id', async () => {
    const checkout = await checkoutOf(instanceFiles('db', { status: failed }));
    expect(await checkout.gitbroker('retry', 'db', '--push')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'The provision of service instance db waits for work again\n',
    });
    expect(await checkout.remote.read('instances/db/status.yml')).toBe(
      '---\nstatus: in progress\ndescription: waiting for another attempt\noperation: op-1\n',
    );
  });

  test('one that expired begins its time anew', async () => {
    const operation = {
      id: 'op-1',
      type: 'provision',
      requestedAt: '2020-01-01T00:00:00.000Z',
      expiredAt: '2020-01-02T00:00:00.000Z',
    };
    const checkout = await checkoutOf(instanceFiles('db', { more: { operation } }));
    expect(await checkout.gitbroker('retry', 'db')).toMatchObject({ code: 0 });
    const file = await checkout.read('instances/db/instance.yml');
    expect(file).not.toMatch(/expiredAt|2020/);
    expect((await checkout.gitbroker('pending', '-o', 'json')).stdout).toContain('"instanceId": "db"');
  });

  test('one that succeeded: exit code 1', async () => {
    const checkout = await checkoutOf(instanceFiles('db', { status: { status: 'succeeded' } }));
    expect(await checkout.gitbroker('retry', 'db')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'gitbroker: the provision of service instance db has succeeded: there is nothing to retry\n',
    });
  });
});

describe('gitbroker cancel', () => {
  test('ends an operation that is in progress, once', async () => {
    const checkout = await checkoutOf({ ...instanceFiles('db', {}), ...bindingFiles('db', 'app', {}) });
    expect(await checkout.gitbroker('cancel', 'db', '-b', 'app', '--description', 'no')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Cancelled the bind of service binding app of service instance db\n',
    });
    expect(await checkout.read('instances/db/bindings/app/status.yml')).toBe(
      "---\nstatus: failed\ndescription: 'no'\noperation: op-b\n",
    );
    expect(await checkout.gitbroker('cancel', 'db', '-b', 'app')).toMatchObject({ code: 1 });
  });
});

describe('gitbroker prune', () => {
  const files = {
    ...instanceFiles('gone', gone),
    ...bindingFiles('gone', 'with-it', { type: 'unbind', deleted: true, status: { status: 'succeeded' } }),
    ...instanceFiles('going', { ...gone, status: failed }),
    ...instanceFiles('here', { status: { status: 'succeeded' } }),
    ...bindingFiles('here', 'unbound', { type: 'unbind', deleted: true, status: { status: 'succeeded' } }),
    ...bindingFiles('here', 'bound', { status: { status: 'succeeded' } }),
  };

  test('removes what is gone, and nothing else', async () => {
    const checkout = await checkoutOf(files);
    const dry = await checkout.gitbroker('prune', '--dry-run', '-o', 'json');
    const paths = JSON.parse(dry.stdout).map(({ path }: { path: string }) => path);
    expect(paths).toEqual(['instances/gone', 'instances/here/bindings/unbound']);
    expect(await checkout.git('status', '--porcelain')).toBe('');
    expect(await checkout.gitbroker('prune', '--push')).toMatchObject({ code: 0, stderr: 'Removed 2 records\n' });
    expect((await checkout.remote.list()).map((path) => path.replace(/\/[^/]*$/, ''))).toEqual([
      'instances/going',
      'instances/going',
      'instances/here/bindings/bound',
      'instances/here/bindings/bound',
      'instances/here',
      'instances/here',
    ]);
  });

  test('--older-than: only what was deleted longer ago', async () => {
    const checkout = await checkoutOf(files);
    expect(await checkout.gitbroker('prune', '--older-than', '99999')).toMatchObject({ stderr: 'Removed 0 records\n' });
    expect(await checkout.git('status', '--porcelain')).toBe('');
  });
});

describe('gitbroker history', () => {
  test('who changed what when, of one record', async () => {
    const checkout = await checkoutOf({ ...instanceFiles('db', {}), ...instanceFiles('other', {}) });
    await checkout.gitbroker('update', 'db', '--status', 'succeeded', '--push');
    await checkout.gitbroker('update', 'other', '--status', 'succeeded', '--push');
    const { code, stdout } = await checkout.gitbroker('history', 'db', '-o', 'json');
    expect({ code, changes: JSON.parse(stdout) }).toEqual({
      code: 0,
      changes: [
        {
          commit: expect.stringMatching(/^[0-9a-f]{40}$/),
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          author: 'Person',
          email: 'person@example.com',
          subject: 'CLI: succeeded, provision of db',
          operations: ['op-1'],
          files: [{ change: 'added', path: 'instances/db/status.yml' }],
        },
        expect.objectContaining({
          author: 'Pipeline',
          subject: 'start',
          files: [{ change: 'added', path: 'instances/db/instance.yml' }],
        }),
      ],
    });
    expect((await gitbroker(['history', 'db', checkout.remote.path, '-o', 'json'])).stdout).toBe(stdout);
    const all = await checkout.gitbroker('history', '--all', '--limit', '2');
    expect(all.stdout.split('\n').map((line) => line.replace(/^\S+ +/, ''))).toEqual([
      expect.stringMatching(/^WHO +WHAT +FILES$/),
      expect.stringMatching(/^Person +CLI: succeeded, provision of other +status.yml$/),
      expect.stringMatching(/^Person +CLI: succeeded, provision of db +status.yml$/),
      '',
    ]);
  });

  test('of nothing: exit code 1', async () => {
    const checkout = await checkoutOf({ 'readme.md': 'x' });
    expect(await checkout.gitbroker('history', 'db')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'gitbroker: there is no change of service instance db in the history\n',
    });
  });
});

describe('gitbroker import', () => {
  test('the broker serves what was imported', async () => {
    const broker = await givenBroker(CATALOG_FILE);
    onTestFinished(() => broker.remove());
    const remote = broker.repository.path;
    const instance = ['import', 'old', remote, '--offering', 'database', '--plan', 'small', '--parameter', 'size: 3'];
    expect(await gitbroker([...instance, '--dashboard-url', 'https://d', '--org', 'o', '--space', 's'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Imported service instance old\n',
    });
    const binding = ['import', 'old', remote, '-b', 'app', '-c', 'password=p'];
    expect(await gitbroker(binding)).toMatchObject({ code: 0 });
    await expect
      .poll(async () => (await broker.platform.get(bindingUrl('old', 'app'))).body, { timeout: 10_000 })
      .toEqual({ credentials: { password: 'p' }, parameters: {} });
    expect((await broker.platform.get(instanceUrl('old'))).body).toMatchObject({
      service_id: DATABASE,
      plan_id: SMALL,
      dashboard_url: 'https://d',
      parameters: { size: 3 },
    });
    expect(await gitbroker(instance)).toMatchObject({ code: 1, stderr: expect.stringContaining('already') });
    expect(await gitbroker(binding)).toMatchObject({ code: 1, stderr: expect.stringContaining('already') });
    expect(await gitbroker(['validate', remote])).toMatchObject({ code: 0 });
  });

  test.each([
    [['--offering', 'none', '--plan', 'small'], 1, 'the catalog has no service offering none'],
    [['--offering', 'database', '--plan', 'none'], 1, 'the service offering database has no plan none'],
    [['--offering', 'database'], 2, 'which one is it? Give --offering and --plan'],
    [['-b', 'x'], 1, 'there is no service instance new'],
  ])('%j: exit code %d', async (args, code, words) => {
    const checkout = await checkoutOf(CATALOG_FILE);
    expect(await checkout.gitbroker('import', 'new', ...args)).toEqual({
      code,
      stdout: '',
      stderr: `gitbroker: ${words}\n`,
    });
  });
});
