import { execFileSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { bindingFile, givenRunners, instanceFile } from './given-runner.js';

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

async function givenExample(file: (values: Record<string, unknown>) => string, values: Record<string, unknown>) {
  const files = await exampleFiles();
  const rules = load(files['runner.yml'] ?? '') as { rules: Record<string, unknown>[] };
  // Where this machine's Terraform finds its settings is no part of the example.
  for (const rule of rules.rules) if (rule['terraform']) rule['environment'] = { pass: ['TF_CLI_CONFIG_FILE'] };
  const runners = await givenRunners([], {
    ...files,
    'runner.yml': dump(rules),
    'instances/one/instance.yml': file(values),
  });
  const options = await runners.options();
  const run = async () =>
    (await runners.run(options)).ended.map(({ operation, outcome, description }) =>
      outcome === 'succeeded' ? [operation.type, outcome] : [operation.type, outcome, description],
    );
  return { runners, options, run };
}

const ended = (type: string) => ({ deleted: true, operation: { id: `end-${type}`, type } });
const instance = (values: Record<string, unknown>) => instanceFile('one', values);

describe('catalog-example', () => {
  test('the script makes a database, hands out credentials, and removes both', async () => {
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
