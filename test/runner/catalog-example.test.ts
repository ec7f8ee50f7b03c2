import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { freePort } from '../helpers/broker-process.js';
import { afterwards, bindingFile, givenRunners, instanceFile } from './given-runner.js';

const EXAMPLE = fileURLToPath(new URL('../../catalog-example', import.meta.url));
const [DATABASE, ZONE, CONNECTION] = [1, 2, 3].map((n) => `7e0f5d3c-0b1e-4a56-9c41-5d9c1f3a000${n}`);

async function exampleFiles(): Promise<Record<string, string>> {
  const entries = await readdir(EXAMPLE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = files.map(async (path) => [relative(EXAMPLE, path), await readFile(path, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(contents));
}

function order(id: string | undefined, name: string, parameters: Record<string, unknown>) {
  return {
    serviceDefinitionId: id,
    planId: 'plan',
    serviceDefinition: { id, name, plans: [{ id: 'plan', name: 'public' }] },
    parameters,
  };
}

async function givenExample(
  file: (values: Record<string, unknown>) => string,
  values: Record<string, unknown>,
  env: Record<string, string> = {},
) {
  const files = await exampleFiles();
  const rules = load(files['runner.yml'] ?? '') as { rules: Record<string, unknown>[] };
  // Where this machine's Terraform finds its settings is no part of the example.
  for (const rule of rules.rules) if (rule['terraform']) rule['environment'] = { pass: ['TF_CLI_CONFIG_FILE'] };
  const runners = await givenRunners([], {
    ...files,
    'runner.yml': dump(rules),
    'instances/one/instance.yml': file(values),
  });
  const options = await runners.options({ env: { ...process.env, ...env } });
  const run = async () =>
    (await runners.run(options)).ended.map(({ operation, outcome, description }) =>
      outcome === 'succeeded' ? [operation.type, outcome] : [operation.type, outcome, description],
    );
  return { runners, options, run };
}

/** A PostgreSQL server of its own; it refuses to run as root, so another user does. */
async function givenPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'gitbroker-postgres-'));
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const as = (program: string, ...args: string[]) =>
    execFileSync('runuser', ['-u', 'nobody', '--', program, ...args], { cwd: folder, stdio: 'pipe' });
  await writeFile(join(folder, 'password'), 'admin-password');
  await chmod(folder, 0o777);
  await chmod(join(folder, 'password'), 0o644);
  const data = join(folder, 'data');
  const port = String(await freePort());
  as('initdb', '--auth=scram-sha-256', '--username=admin', `--pwfile=${folder}/password`, '--no-sync', data);
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  as('pg_ctl', '--pgdata', data, '--wait', '--log', join(folder, 'log'), '-o', options, 'start');
  afterwards(() => Promise.resolve(as('pg_ctl', '--pgdata', data, '--wait', '--mode=immediate', 'stop')));
  return { PGHOST: '127.0.0.1', PGPORT: port, PGUSER: 'admin', PGPASSWORD: 'admin-password' };
}

const hasPostgres = process.getuid?.() === 0 && ['initdb', 'pg_ctl', 'psql', 'runuser'].every(isThere);

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const ended = (type: string) => ({ deleted: true, operation: { id: `end-${type}`, type } });
const instance = (values: Record<string, unknown>) => instanceFile('one', values);

describe('catalog-example', () => {
  test.skipIf(!isThere('sqlite3'))('the script makes a database, hands out credentials, and removes both', async () => {
    const values = order(DATABASE, 'postgres-database', { storage_gb: 5 });
    const { runners, options, run } = await givenExample(instance, values);
    expect(await run()).toEqual([['provision', 'succeeded']]);
    expect(await runners.yaml('instances/one/response.yml')).toEqual({
      metadata: { attributes: { plan: 'public', storage_gb: 5 } },
    });
    await runners.repository.push({ 'instances/one/bindings/b/binding.yml': bindingFile('one', 'b') });
    expect(await run()).toEqual([['bind', 'succeeded']]);
    const credentials = (await runners.yaml('instances/one/bindings/b/credentials.yml')) as Record<string, string>;
    expect(Object.keys(credentials)).toEqual(['uri', 'username', 'password', 'database']);
    const tables = execFileSync('sqlite3', [credentials['database'] ?? '', '.tables'], { encoding: 'utf8' });
    expect(tables.trim()).toBe('welcome');
    await runners.repository.push({
      'instances/one/instance.yml': instance({ ...values, ...ended('deprovision') }),
      'instances/one/bindings/b/binding.yml': bindingFile('one', 'b', ended('unbind')),
    });
    expect(await run()).toEqual([
      ['unbind', 'succeeded'],
      ['deprovision', 'succeeded'],
    ]);
    expect(await readdir(join(options.folder, 'state/databases'))).toEqual([]);
  });

  test.skipIf(!hasPostgres)('the script makes real PostgreSQL databases, where there is a server', async () => {
    const env = await givenPostgres();
    const values = order(DATABASE, 'postgres-database', {});
    const { runners, options, run } = await givenExample(instance, values, env);
    await runners.repository.push({ 'instances/one/bindings/b/binding.yml': bindingFile('one', 'b') });
    expect(await run()).toEqual([
      ['provision', 'succeeded'],
      ['bind', 'succeeded'],
    ]);
    const { uri } = (await runners.yaml('instances/one/bindings/b/credentials.yml')) as { uri: string };
    const sql = 'CREATE TABLE t (n int); INSERT INTO t VALUES (42); SELECT n FROM t';
    expect(execFileSync('psql', ['-qtA', uri, '-c', sql], { encoding: 'utf8' })).toBe('42\n');
    await runners.repository.push({
      'instances/one/instance.yml': instance({ ...values, ...ended('deprovision') }),
      'instances/one/bindings/b/binding.yml': bindingFile('one', 'b', ended('unbind')),
    });
    expect(await run()).toEqual([
      ['unbind', 'succeeded'],
      ['deprovision', 'succeeded'],
    ]);
    const left =
      "SELECT datname FROM pg_database WHERE datname LIKE 'db%' UNION SELECT rolname FROM pg_roles WHERE rolname LIKE 'user%'";
    expect(
      execFileSync('psql', ['-qtA', '-d', 'postgres', '-c', left], {
        encoding: 'utf8',
        env: { ...process.env, ...env },
      }),
    ).toBe('');
    const logs = await readdir(join(options.folder, 'logs'));
    const texts = await Promise.all(logs.map((name) => readFile(join(options.folder, 'logs', name), 'utf8')));
    expect(texts.join('')).not.toContain('password');
  });

  test('Terraform makes a zone and a key for it', async () => {
    const { runners, run } = await givenExample(instance, order(ZONE, 'dns-zone', { name: 'shop' }));
    await runners.repository.push({ 'instances/one/bindings/b/binding.yml': bindingFile('one', 'b') });
    expect(await run()).toEqual([
      ['provision', 'succeeded'],
      ['bind', 'succeeded'],
    ]);
    expect(await runners.yaml('instances/one/bindings/b/credentials.yml')).toEqual({
      domain: 'shop.example.com',
      key_name: 'b',
      secret: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('a person fills in params.yml, and the order goes on', async () => {
    const { runners, run } = await givenExample(instance, order(CONNECTION, 'network-connection', { site: 'Bonn' }));
    const path = 'instances/one/params.yml';
    expect(await run()).toEqual([['provision', 'waiting', `${path} needs circuit_id, gateway`]]);
    expect(await runners.repository.read(path)).toBe(
      '---\n' +
        '# network-connection, provision: the work goes on once all values are here.\n' +
        '# Replace each null, commit and push.\n\n' +
        '# Circuit of the provider (string), for example "C-1234"\ncircuit_id: null\n\n' +
        '# Address of the gateway (string), for example "192.0.2.1"\ngateway: null\n',
    );
    await runners.repository.push({ [path]: 'circuit_id: C-7\ngateway: null\n' });
    const before = await runners.repository.git('rev-parse', 'main');
    expect(await run()).toEqual([['provision', 'waiting', `${path} needs gateway`]]);
    expect(await runners.repository.git('rev-parse', 'main')).toBe(before);
    await runners.repository.push({ [path]: 'circuit_id: C-7\ngateway: 192.0.2.9\n' });
    expect(await run()).toEqual([['provision', 'succeeded']]);
    await runners.repository.push({
      'instances/one/instance.yml': instance({
        ...order(CONNECTION, 'network-connection', {}),
        ...ended('deprovision'),
      }),
    });
    expect(await run()).toEqual([
      ['deprovision', 'waiting', 'the network team is setting up the connection: instances/one/status.yml'],
    ]);
  });
});
