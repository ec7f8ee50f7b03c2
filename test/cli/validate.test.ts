import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatYaml } from '../../src/repository/yaml.js';
import { CATALOG, LARGE, SMALL } from '../helpers/catalog.js';
import type { Files } from '../helpers/git-repository.js';
import { DELETING, DEVOPS, checkoutOf, gitbroker, givenUniPipeFolder, UNIPIPE, VPC } from './given-cli.js';
import { bindingFiles, CATALOG_FILE, instanceFiles } from './records.js';

const EXAMPLE = new URL('../../catalog-example/catalog.yml', import.meta.url);

/** Severity, place and reason of every finding. */
async function findings(files: Files, ...args: string[]) {
  const checkout = await checkoutOf(files);
  const { code, stdout } = await checkout.gitbroker('validate', '-o', 'json', ...args);
  const found: { severity: string; file: string; line?: number; reason: string; remedy: string }[] = JSON.parse(stdout);
  expect(found.filter(({ remedy }) => !remedy)).toEqual([]);
  const lines = found
    // The catalog of the tests is not for Cloud Foundry.
    .filter(({ reason }) => !reason.includes('draft 4'))
    .map(({ severity, file, line, reason }) => `${severity} ${file}${line ? `:${line}` : ''} ${reason}`);
  return { code, lines };
}

const done = { status: { status: 'succeeded', operation: 'op-1' } };

describe('gitbroker validate', () => {
  test('nothing is wrong: exit code 0', async () => {
    const files = { ...CATALOG_FILE, ...instanceFiles('db', done), ...bindingFiles('db', 'app', {}) };
    expect(await findings(files)).toEqual({ code: 0, lines: [] });
  });

  test('every problem of every record, with its line', async () => {
    const files: Files = {
      ...CATALOG_FILE,
      ...instanceFiles('status', { status: { status: 'done', retryAfter: -1 } }),
      ...instanceFiles('stale', { status: { status: 'succeeded', operation: 'op-0' } }),
      ...instanceFiles('unsold', { ...done, more: { planId: 'none' } }),
      ...instanceFiles('copied', {}),
      'instances/moved/instance.yml': formatYaml({ serviceInstanceId: 'x', serviceDefinitionId: 'y', planId: 'z' }),
      'instances/twice/instance.yml': 'serviceInstanceId: twice\nserviceInstanceId: twice\n',
      'instances/empty/other.txt': 'x',
      'instances/not an id/instance.yml': 'x: y\n',
      ...instanceFiles('db', done),
      ...bindingFiles('db', 'app', {}),
      'instances/db/bindings/app/credentials.yml': '- a\n',
      ...bindingFiles('db', 'drain', {}),
      'instances/db/bindings/drain/response.yml': 'syslog_drain_url: https://x\n',
      ...bindingFiles('other', 'elsewhere', {}),
      'instances/db/params.yml': 'just text\n',
      'runner.yml': 'rules:\n  - offering: x\n    exce: {}\n',
    };
    const moved = files['instances/other/bindings/elsewhere/binding.yml'] ?? null;
    const { code, lines } = await findings({
      ...files,
      'instances/other/bindings/elsewhere/binding.yml': null,
      'instances/db/bindings/elsewhere/binding.yml': moved,
    });
    expect(code).toBe(1);
    expect(lines.sort()).toEqual([
      expect.stringContaining('error instances/db/bindings/app/credentials.yml '),
      'error instances/db/bindings/drain/response.yml:1 syslog_drain_url needs the service offering to list "syslog_drain" in requires',
      'error instances/db/bindings/elsewhere/binding.yml:3 serviceInstanceId: is not the id of the service instance whose folder it is in',
      expect.stringContaining('error instances/db/params.yml '),
      'error instances/moved/instance.yml:2 serviceInstanceId: is not the id that the folder stands for',
      expect.stringContaining('error instances/status/status.yml:2 status: '),
      expect.stringContaining('error instances/status/status.yml:3 retryAfter: '),
      expect.stringMatching(/^error instances\/twice\/instance.yml:2 duplicat/),
      expect.stringContaining('error runner.yml:'),
      expect.stringContaining('error runner.yml:'),
      'warning instances/empty there is no instance.yml in it, so it is no record',
      'warning instances/not an id it is the folder of no id, so it is no record',
      'warning instances/stale/status.yml it speaks of operation op-0, but the current one is op-1, so it does not count',
      `warning instances/unsold/instance.yml the catalog has no plan none of offering ${CATALOG.services[0]?.id}`,
    ]);
  });

  test.each([
    ['is missing', null, ['error catalog.yml does not exist']],
    ['is no YAML', 'services: [\n', [expect.stringMatching(/^error catalog.yml:2 /)]],
    [
      'breaks rules',
      'services:\n  - id: a\n    name: b\n    description: c\n    bindable: maybe\n    plans: []\n',
      [
        'error catalog.yml:5 services[0].bindable: must be true or false',
        'error catalog.yml:6 services[0].plans: must have at least one plan',
      ],
    ],
  ])('a catalog that %s', async (_name, catalog, lines) => {
    expect(await findings({ 'catalog.yml': catalog, 'instances/x': 'a file' })).toEqual({ code: 1, lines });
  });

  test('one of a kind is told in the singular', async () => {
    const checkout = await checkoutOf({
      'catalog.yml': await readFile(EXAMPLE, 'utf8'),
      'runner.yml': 'rules: none\n',
      'instances/empty/other.txt': 'x',
    });
    expect(await checkout.gitbroker('validate')).toMatchObject({ code: 1, stderr: '1 error, 1 warning\n' });
  });

  test('the example catalog is for Cloud Foundry, too: nothing is to be said of it', async () => {
    const checkout = await checkoutOf({ 'catalog.yml': await readFile(EXAMPLE, 'utf8') });
    expect(await checkout.gitbroker('validate', '--strict')).toEqual({
      code: 0,
      stdout: '',
      stderr: '0 errors, 0 warnings\n',
    });
  });

  test('the rules of Cloud Foundry are warnings; --strict makes them count', async () => {
    const [service] = CATALOG.services;
    const client = { id: 'c', secret: 's' };
    const offering = { ...service, name: 'My Service', dashboard_client: client, tags: ['x'.repeat(3000)] };
    const other = { ...CATALOG.services[1], dashboard_client: { ...client, redirect_uri: 'https://x' } };
    const files = { 'catalog.yml': formatYaml({ services: [offering, other] }) };
    const lines = [
      expect.stringMatching(/^warning catalog.yml:\d+ services\[0\].name: is typed on command lines/),
      expect.stringMatching(/^warning catalog.yml:\d+ services\[0\].tags: Cloud Foundry allows 2048 characters/),
      expect.stringMatching(/^warning catalog.yml:\d+ services\[0\].dashboard_client: Cloud Foundry wants a redirect/),
      expect.stringMatching(/^warning catalog.yml:\d+ services\[1\].dashboard_client.id: .* unique/),
    ];
    expect(await findings(files)).toEqual({ code: 0, lines });
    expect(await findings(files, '--strict')).toEqual({ code: 1, lines });
  });

  test('--base: plans that were removed or got another id', async () => {
    const checkout = await checkoutOf({ ...CATALOG_FILE, ...instanceFiles('db', done) });
    const [service, ...others] = CATALOG.services;
    const plans = service?.plans.map((plan) => (plan.id === LARGE ? { ...plan, id: 'new' } : plan));
    const changed = { ...service, plans: plans?.filter(({ id }) => id !== SMALL) };
    await checkout.write('catalog.yml', formatYaml({ services: [changed, ...others.slice(1)] }));
    const { code, stdout } = await checkout.gitbroker('validate', '--base', 'origin/main', '-o', 'json');
    const reasons = JSON.parse(stdout).map(({ severity, reason }: Record<string, string>) => `${severity} ${reason}`);
    expect(code).toBe(1);
    expect(
      reasons.filter((reason: string) => reason.includes(' was removed') || reason.includes('another id')),
    ).toEqual([
      `error plan ${SMALL} (database/small) was removed, but 1 service instances have it`,
      `error plan ${LARGE} (database/large) got another id: new; platforms take it for another plan`,
      expect.stringMatching(/^warning plan .* \(fixed\/only\) was removed$/),
      expect.stringMatching(/^warning plan .* \(fixed\/other\) was removed$/),
    ]);
  });

  test('--base with a revision that is not there: exit code 2', async () => {
    const checkout = await checkoutOf(CATALOG_FILE);
    expect(await checkout.gitbroker('validate', '--base', '--output=x')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'gitbroker: --base: there is no revision "--output=x"\n',
    });
  });
});

describe('a UniPipe repository', () => {
  test('has warnings only', async () => {
    const { code, stdout, stderr } = await gitbroker(['validate', UNIPIPE, '-o', 'json']);
    const reasons = JSON.parse(stdout).map(({ reason }: { reason: string }) => reason.replace(/^.*: /, ''));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '0 errors, 6 warnings\n' });
    expect(new Set(reasons)).toEqual(
      new Set(['is typed on command lines, but has blanks, capitals or other special characters']),
    );
  });

  test('cut and damaged: each command goes on with the rest', async () => {
    const { path, remove } = await givenUniPipeFolder();
    onTestFinished(remove);
    await writeFile(`${path}/instances/${VPC}/instance.yml`, Buffer.from([0xff, 0xfe, 0x00]));
    await writeFile(`${path}/instances/${DEVOPS}/status.yml`, 'status: [succeeded\n');
    await rm(`${path}/catalog.yml`);
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await gitbroker(args, { cwd: path });
      return { code, stdout, stderr };
    };
    const list = await run('list', '-o', 'json');
    expect(JSON.parse(list.stdout).map(({ instanceId, state }: Record<string, string>) => [instanceId, state])).toEqual(
      [
        [VPC, 'unreadable'],
        [DEVOPS, 'in progress'],
        [DELETING, 'in progress'],
      ],
    );
    const pending = await run('pending', '-o', 'json');
    expect({ code: pending.code, count: JSON.parse(pending.stdout).length }).toEqual({ code: 0, count: 2 });
    expect(pending.stderr).toContain(`${VPC}/instance.yml: is not UTF-8 text`);
    expect((await run('show', VPC)).stdout).toContain(
      `problems:\n  - 'instances/${VPC}/instance.yml: is not UTF-8 text'`,
    );
    const validate = await run('validate');
    expect(validate).toMatchObject({ code: 1, stderr: '3 errors, 0 warnings\n' });
    expect(await run('retry', VPC)).toMatchObject({ code: 1, stderr: expect.stringContaining('is not UTF-8 text') });
    expect(await run('update', DEVOPS, '--status', 'succeeded')).toMatchObject({ code: 0 });
    expect(await run('cancel', DEVOPS)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has succeeded already'),
    });
    expect(await run('prune', '-o', 'json')).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(await run('history', DEVOPS)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it has no history'),
    });
    const importing = await run('import', 'x', '--offering', 'y', '--plan', 'z');
    expect(importing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('catalog.yml is missing or not valid'),
    });
  });
});
