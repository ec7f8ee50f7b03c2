import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordRow } from '../../src/cli/records/record-row.js';
import { DATABASE, SMALL } from '../helpers/catalog.js';
import { DELETING, DEVOPS, gitbroker, givenCheckout, UNIPIPE, VPC } from './given-cli.js';
import type { Checkout } from './given-cli.js';
import { bindingFiles, CATALOG_FILE, instanceFiles, REQUESTED } from './records.js';

let checkout: Checkout;
beforeAll(async () => {
  checkout = await givenCheckout({
    ...CATALOG_FILE,
    ...instanceFiles('done', { status: { status: 'succeeded', operation: 'op-1' } }),
    ...instanceFiles('waiting', { type: 'update', operation: 'op-2' }),
    ...bindingFiles('done', 'app', {}),
    'instances/broken/instance.yml': 'serviceInstanceId: broken\nplanId: 1\n',
  });
});
afterAll(() => checkout.remove());

/** Ages depend on the clock. */
const ages = (text: string) =>
  text
    .replaceAll(/\b\d+[smhd]\b/g, '5d')
    .replaceAll(/ +$/gm, '')
    .replaceAll(/ {2,}/g, '  ');

describe('gitbroker list', () => {
  test('a table of all instances, an unreadable one included', async () => {
    const { code, stdout, stderr } = await checkout.gitbroker('list');
    expect({ code, stdout: ages(stdout), stderr }).toEqual({
      code: 0,
      stdout: `INSTANCE  SERVICE  PLAN  OPERATION  STATUS  AGE  DELETED
broken  unreadable
done  database  small  provision  succeeded  5d  false
waiting  database  small  update  in progress  5d  false
`,
      stderr: '',
    });
  });

  test('the same from the bare repository, and from its URL', async () => {
    const here = await checkout.gitbroker('list', '-o', 'yaml', '--status', 'unreadable', '--bindings');
    expect(here.code).toBe(0);
    expect(await gitbroker(['list', checkout.remote.path, '-o', 'yaml', '--status', 'unreadable'])).toEqual(here);
    expect(await gitbroker(['list', `file://${checkout.remote.path}`, '-o', 'yaml', '--status', 'unreadable'])).toEqual(
      here,
    );
  });

  test('--output json has everything of a row', async () => {
    const { stdout } = await checkout.gitbroker('list', '--bindings', '--type', 'bind', '--output', 'json');
    expect(JSON.parse(stdout)).toEqual([
      {
        kind: 'binding',
        instanceId: 'done',
        bindingId: 'app',
        path: 'instances/done/bindings/app',
        offering: { id: DATABASE, name: 'database' },
        plan: { id: SMALL, name: 'small' },
        operation: { id: 'op-b', type: 'bind', requestedAt: REQUESTED },
        state: 'in progress',
        ageSeconds: expect.any(Number),
        deleted: false,
        context: { platform: 'cloudfoundry', organization: 'acme', space: 'dev' },
      },
    ]);
  });

  test.each([
    [['--status', 'succeeded'], ['done']],
    [['--status', 'EMPTY'], ['waiting']],
    [['--status', 'unreadable'], ['broken']],
    [['--type', 'update'], ['waiting']],
    [['--deleted', 'true'], []],
    [
      ['--offering', 'database', '--plan', SMALL],
      ['done', 'waiting'],
    ],
    [
      ['--org', 'acme', '--space', 's-1'],
      ['done', 'waiting'],
    ],
    [['--platform', 'kubernetes'], []],
    [
      ['--sort', 'status', '--deleted', 'false'],
      ['waiting', 'done'],
    ],
  ])('%j', async (filter, ids) => {
    const { stdout } = await checkout.gitbroker('list', '-o', 'json', ...filter);
    expect(JSON.parse(stdout).map(({ instanceId }: { instanceId: string }) => instanceId)).toEqual(ids);
  });

  test('columns of Cloud Foundry', async () => {
    const { stdout } = await checkout.gitbroker('list', '--profile', 'cloudfoundry', '--status', 'succeeded');
    expect(ages(stdout)).toBe(`INSTANCE  ORGANIZATION  SPACE  SERVICE  PLAN  OPERATION  STATUS  AGE  DELETED
done  acme  dev  database  small  provision  succeeded  5d  false
`);
  });

  test('a repository of UniPipe, with its own columns', async () => {
    expect(await gitbroker(['list', UNIPIPE, '-p', 'meshmarketplace'])).toEqual({
      code: 0,
      stdout: `INSTANCE                              CUSTOMER         PROJECT  SERVICE                            PLAN                       OPERATION    STATUS       AGE  DELETED
${VPC}  unipipe-osb-dev  osb-dev  Azure VPC a Service (Teant Aware)  Azure VPC                  provision    succeeded         false
${DEVOPS}  unipipe-osb-dev  osb-dev  Azure DevOps                       Full Team Onboarding plan  provision    succeeded         false
${DELETING}  unipipe-osb-dev  osb-dev  Azure DevOps                       Full Team Onboarding plan  deprovision  in progress       true
`,
      stderr: '',
    });
  });

  test("UniPipe's flags: --output-format json has its keys", async () => {
    const { stdout } = await gitbroker(['list', UNIPIPE, '--output-format', 'json', '--deleted', 'true']);
    expect(JSON.parse(stdout)).toEqual([
      { instance: expect.objectContaining({ serviceInstanceId: DELETING, deleted: true }), status: null, bindings: [] },
    ]);
  });

  test.each([
    [['list', '/nowhere'], 2, 'gitbroker: /nowhere does not exist\n'],
    [['list', '/'], 2, 'gitbroker: / is no repository: it has neither .git nor catalog.yml nor instances/\n'],
    [['list', '--sort', 'x'], 2, expect.stringContaining("option '--sort <by>' argument 'x' is invalid")],
    [['list', 'file:///nowhere.git'], 3, expect.stringContaining('git fetch failed')],
  ])('%j: exit code %d', async (args, code, stderr) => {
    expect(await gitbroker(args)).toEqual({ code, stdout: '', stderr });
  });
});

describe('gitbroker pending', () => {
  test('what waits for work; what cannot be read is told', async () => {
    const { code, stdout, stderr } = await checkout.gitbroker('pending');
    expect({ code, stdout: ages(stdout) }).toEqual({
      code: 0,
      stdout: `AGE  OPERATION  INSTANCE  BINDING  SERVICE  PLAN  DESCRIPTION
5d  bind  done  app  database  small
5d  update  waiting  database  small
`,
    });
    expect(stderr).toMatch(/^cannot be read: .*instances\/broken\/instance.yml: /);
  });

  test('oldest first, also within one second; list --sort age alike', async () => {
    const at = (milliseconds: string) => ({
      more: { operation: { id: 'op-1', type: 'provision', requestedAt: `2026-01-02T03:04:05.${milliseconds}Z` } },
    });
    const { gitbroker, remove } = await givenCheckout({
      ...instanceFiles('a', at('900')),
      ...instanceFiles('b', at('100')),
      ...instanceFiles('c', at('5')),
      ...instanceFiles('d', { more: { operation: undefined } }),
    });
    try {
      const ids = async (...args: string[]) =>
        JSON.parse((await gitbroker(...args, '-o', 'json')).stdout).map(({ instanceId }: RecordRow) => instanceId);
      expect(await ids('pending')).toEqual(['d', 'b', 'c', 'a']);
      expect(await ids('list', '--sort', 'age')).toEqual(['d', 'b', 'c', 'a']);
    } finally {
      await remove();
    }
  });

  test('--exit-code: 1 when nothing waits', async () => {
    expect(await gitbroker(['pending', UNIPIPE, '--exit-code', '--offering', 'none', '-o', 'json'])).toEqual({
      code: 1,
      stdout: '[]\n',
      stderr: '',
    });
  });
});
