import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { MOCK_CATALOG } from '../../src/mock/mock-catalog.js';
import { gitbroker } from './given-cli.js';
import { givenClient, givenMockAndClient, startGitbroker } from './given-client.js';

const SMALL = ['--service', 'mock', '--plan', 'small'];
const json = ({ stdout }: { stdout: string }) => JSON.parse(stdout);

describe('gitbroker osb: a whole life', () => {
  test.each(['sync', 'async'] as const)('%s: by names that are remembered, until nothing is left', async (mode) => {
    const { osb } = await givenMockAndClient({ mode });
    expect(await osb('provision', 'my-db', ...SMALL, '--id', 'i-1', '-P', '{"size":2}', '-o', 'json')).toEqual({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('"plan": "small"'),
    });
    const bound = json(await osb('bind', 'my-db', 'my-app', '--id', 'b-1', '-o', 'json'));
    expect(bound).toMatchObject({ binding_id: 'b-1', name: 'my-app', credentials: { username: 'b-1' } });
    expect(await osb('credentials', 'my-db', '--attribute', 'uri')).toMatchObject({
      code: 0,
      stdout: 'mock://b-1:secret@mock.example.com/i-1\n',
    });
    expect((await osb('rotate', 'my-db', 'my-app', 'new-app', '--id', 'b-2')).code).toBe(0);
    expect(await osb('unbind', 'my-db', 'my-app')).toEqual({ code: 0, stdout: '', stderr: 'Deleted my-app\n' });
    expect(json(await osb('update', 'my-db', '--new-plan', 'large', '-P', '{"size":3}', '-o', 'json'))).toMatchObject({
      plan: 'large',
    });
    expect(json(await osb('instance', 'my-db', '-o', 'json'))).toMatchObject({ parameters: { size: 3 } });
    expect(json(await osb('services', '-o', 'json')).map(({ name }: { name: string }) => name)).toEqual([
      'my-db',
      'new-app',
    ]);
    expect((await osb('unbind', 'my-db', 'new-app')).code).toBe(0);
    expect(await osb('deprovision', 'my-db')).toEqual({ code: 0, stdout: '', stderr: 'Deleted my-db\n' });
    expect(json(await osb('services', '-o', 'json'))).toEqual([]);
  });

  test('the catalog: as a table, and as the broker has it', async () => {
    const { osb } = await givenMockAndClient();
    expect((await osb('catalog')).stdout).toBe(
      'SERVICE  PLAN   FREE  BINDABLE  DESCRIPTION\n' +
        'mock     small  yes   yes       A small one\n' +
        'mock     large  yes   yes       A large one\n',
    );
    expect(json(await osb('catalog', '-o', 'json'))).toEqual(MOCK_CATALOG);
  });

  test('parameters from a file and from stdin', async () => {
    const { osb, run, folder } = await givenMockAndClient({ mode: 'sync' });
    await writeFile(join(folder, 'size.yml'), 'size: 4\n');
    expect((await osb('provision', 'a', ...SMALL, '-P', 'size.yml')).code).toBe(0);
    expect((await run(['osb', 'provision', 'b', ...SMALL, '-P', '-'], { stdin: '{"size":5}' })).code).toBe(0);
    const size = async (name: string) => json(await osb('instance', name, '-o', 'json')).parameters;
    expect([await size('a'), await size('b')]).toEqual([{ size: 4 }, { size: 5 }]);
  });

  test('an instance that is not remembered: by its id, its service and plan', async () => {
    const { osb, mock } = await givenMockAndClient({ mode: 'sync' });
    await osb('provision', ...SMALL, '--id', 'i-1');
    const other = await givenClient(mock.url);
    expect(await other.osb('deprovision', 'i-1')).toMatchObject({ code: 2, stdout: '' });
    expect(await other.osb('deprovision', 'i-1', ...SMALL)).toMatchObject({ code: 0 });
  });

  test('last-operation: asked once', async () => {
    const { osb } = await givenMockAndClient();
    await osb('provision', 'a', ...SMALL);
    expect(await osb('last-operation', 'a', '-o', 'json')).toMatchObject({
      code: 0,
      stdout: '{\n  "state": "succeeded"\n}\n',
    });
  });
});

describe('gitbroker osb: what goes wrong', () => {
  const services = async (osb: (...args: string[]) => Promise<{ stdout: string }>) =>
    json(await osb('services', '-o', 'json')).length;

  test('an operation that fails: exit code 1, and what was made is deleted again', async () => {
    const { osb, mock } = await givenMockAndClient();
    mock.faults.set([{ on: 'provision', kind: 'failed-operation', description: 'no room' }]);
    expect(await osb('provision', 'a', ...SMALL)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'What the broker may have made was deleted again\ngitbroker: the operation failed: no room\n',
    });
    expect(await services(osb)).toBe(0);
  });

  test('a failed update: exit code 1, the plan stays', async () => {
    const { osb, mock } = await givenMockAndClient();
    await osb('provision', 'a', ...SMALL);
    mock.faults.set([{ on: 'update', kind: 'failed-operation', description: 'no room' }]);
    expect(await osb('update', 'a', '--new-plan', 'large')).toMatchObject({ code: 1, stdout: '' });
    expect(json(await osb('services', '-o', 'json'))[0].plan.name).toBe('small');
    expect((await osb('last-operation', 'a')).code).toBe(1);
  });

  test('a refusal: exit code 1, with status, code and description; nothing is remembered', async () => {
    const { osb, mock } = await givenMockAndClient();
    mock.faults.set([{ on: 'provision', kind: 'error', code: 'QuotaExceeded' }]);
    const { code, stderr } = await osb('provision', 'a', ...SMALL);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^gitbroker: the broker refused: 422 QuotaExceeded /),
    });
    expect(await services(osb)).toBe(0);
  });

  test('what could not be deleted again stays remembered', async () => {
    const { osb, mock } = await givenMockAndClient();
    mock.faults.set([
      { on: 'provision', kind: 'status', status: 500 },
      { on: 'deprovision', kind: 'error', code: 'BadRequest' },
    ]);
    const { code, stderr } = await osb('provision', 'a', ...SMALL, '--id', 'i-1');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('stays remembered: i-1') });
    expect(await services(osb)).toBe(1);
  });

  test('an order that is repeated never deletes what the first one has made', async () => {
    const { osb, mock } = await givenMockAndClient({ mode: 'sync' });
    await osb('provision', 'a', ...SMALL, '--id', 'i-1');
    mock.faults.set([{ on: 'provision', kind: 'status', status: 500 }]);
    expect((await osb('provision', 'a', ...SMALL, '--id', 'i-1')).code).toBe(1);
    expect((await osb('instance', 'a')).code).toBe(0);
  });

  test.each([
    ['parameters that do not fit', ['provision', ...SMALL, '-P', '{"size":99}'], /size/],
    ['no such plan', ['provision', '--service', 'mock', '--plan', 'huge'], /small, large/],
    ['parameters that are no object', ['provision', ...SMALL, '-P', '{"size":'], /--parameters/],
    ['an instance that nobody knows', ['bind', 'nothing'], /not remembered/],
    ['an ill-formed header', ['catalog', '-H', 'nothing'], /--header/],
    ['a URL with credentials', ['catalog', '--url', 'http://a:b@localhost'], /credentials/],
  ])('%s: exit code 2, and nothing is ordered', async (_name, args, words) => {
    const { osb } = await givenMockAndClient();
    expect(await osb(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(words) });
    expect(await services(osb)).toBe(0);
  });

  test('wrong credentials, and no broker at all: exit code 1', async () => {
    const { osb, mock } = await givenMockAndClient();
    expect(await osb('catalog', '--password', 'wrong')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('401 Unauthorized'),
    });
    await mock.close();
    expect(await osb('catalog')).toMatchObject({ code: 1, stderr: expect.stringContaining('ECONNREFUSED') });
    expect(await gitbroker(['osb', 'catalog'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('SB_BROKER_URL'),
    });
  });

  test('interrupted while it waits: exit code 1, and what was ordered stays remembered', async () => {
    let polled: () => void;
    const waiting = new Promise<void>((resolve) => (polled = resolve));
    const prepare = (app: FastifyInstance) =>
      void app.addHook('onResponse', async ({ url }) => {
        if (url.includes('last_operation')) polled();
      });
    const { mock, osb, folder, memory } = await givenMockAndClient({ polls: 100, prepare });
    const { child, ended } = startGitbroker(
      [
        'osb',
        'provision',
        'a',
        ...SMALL,
        '--url',
        mock.url,
        '--username',
        'user',
        '--password',
        'secret',
        '--services-file',
        memory,
      ],
      folder,
    );
    await waiting;
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 1, stdout: '' });
    expect(await services(osb)).toBe(1);
  });

  test('a name is given once', async () => {
    const { osb } = await givenMockAndClient({ mode: 'sync' });
    await osb('provision', 'a', ...SMALL);
    expect(await osb('provision', 'a', ...SMALL)).toMatchObject({ code: 2, stderr: expect.stringContaining('taken') });
    expect(await services(osb)).toBe(1);
  });
});

describe('gitbroker osb: what is remembered', () => {
  test('is for its owner only, and has no secret that the broker would tell again', async () => {
    const { osb, memory } = await givenMockAndClient({ mode: 'sync' });
    await osb('provision', 'a', ...SMALL);
    await osb('bind', 'a', 'b');
    expect((await stat(memory)).mode & 0o777).toBe(0o600);
    expect(await readFile(memory, 'utf8')).not.toContain('secret');
  });

  test('has the credentials of bindings that cannot be fetched', async () => {
    const [offering] = MOCK_CATALOG.services;
    const catalog = { services: [{ ...offering!, bindings_retrievable: false }] };
    const { osb } = await givenMockAndClient({ mode: 'sync', catalog });
    await osb('provision', 'a', ...SMALL);
    await osb('bind', 'a', 'b');
    expect(await osb('credentials', 'a', 'b', '--attribute', 'password')).toMatchObject({ stdout: 'secret\n' });
    expect((await osb('services', '-o', 'json')).stdout).not.toContain('secret');
  });

  test('commands that run at the same time lose nothing', async () => {
    const { osb } = await givenMockAndClient({ mode: 'sync' });
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name) => osb('provision', name, ...SMALL)));
    const remembered = json(await osb('services', '-o', 'json')).map(({ name }: { name: string }) => name);
    expect(remembered.toSorted()).toEqual(names);
  });

  test('a line that is not ours: exit code 2, with its place', async () => {
    const { osb, memory } = await givenMockAndClient({ mode: 'sync' });
    await osb('provision', 'a', ...SMALL);
    await writeFile(memory, '{}\n');
    expect(await osb('services')).toMatchObject({ code: 2, stderr: expect.stringContaining('services.jsonl, line 1') });
  });
});
