import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gitbroker, givenCheckout, UNIPIPE, VPC } from './given-cli.js';
import type { Checkout } from './given-cli.js';
import { bindingFiles, instanceFiles } from './records.js';

let checkout: Checkout;
beforeAll(async () => {
  checkout = await givenCheckout({
    ...instanceFiles('db', { status: { status: 'succeeded', operation: 'op-1' } }),
    'instances/db/response.yml': 'dashboard_url: https://example.com\n',
    ...bindingFiles('db', 'app', { status: { status: 'failed', description: 'no\u001B[31m disk' } }),
    'instances/db/bindings/app/credentials.yml': 'username: app\npassword: secret\nlist: [1]\n',
    ...bindingFiles('db', 'cut', {}),
    'instances/db/bindings/cut/credentials.yml': '- not a map: secret\n',
  });
});
afterAll(() => checkout.remove());

describe('gitbroker show', () => {
  test('a binding: credentials only by name', async () => {
    expect(await checkout.gitbroker('show', 'db', '--binding-id', 'app')).toEqual({
      code: 0,
      stdout: `---
binding:
  bindingId: app
  serviceInstanceId: db
  serviceDefinitionId: b8d4a3a0-0000-4000-8000-000000000001
  planId: b8d4a3a0-0000-4000-8000-000000000011
  originatingIdentity: null
  parameters: {}
  context: null
  deleted: false
  operation:
    id: op-b
    type: bind
    requestedAt: '2026-01-02T03:04:05.000Z'
status:
  status: failed
  description: "no\\e[31m disk"
credentials:
  username: (hidden, see --reveal)
  password: (hidden, see --reveal)
  list: (hidden, see --reveal)
`,
      stderr: '',
    });
  });

  test('--reveal shows them', async () => {
    const { stdout } = await checkout.gitbroker('show', 'db', '-b', 'app', '--reveal', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ credentials: { username: 'app', password: 'secret', list: [1] } });
  });

  test('an instance, its bindings, and files that cannot be read, without what is in them', async () => {
    const { code, stdout } = await checkout.gitbroker('show', 'db', '-o', 'json');
    expect(code).toBe(0);
    expect(stdout).not.toContain('secret');
    expect(JSON.parse(stdout)).toMatchObject({
      instance: { serviceInstanceId: 'db', parameters: { size: 2 } },
      status: { status: 'succeeded', operation: 'op-1' },
      response: { dashboard_url: 'https://example.com' },
      bindings: [
        { binding: { bindingId: 'app' } },
        { binding: { bindingId: 'cut' }, problems: [expect.stringMatching(/cut\/credentials.yml: /)] },
      ],
    });
  });

  test('a table that cannot steer the terminal', async () => {
    const { stdout } = await checkout.gitbroker('show', 'db', '-b', 'app', '-o', 'table');
    expect(stdout).toContain('status.description             no [31m disk\n');
  });

  test("UniPipe's flags", async () => {
    const { code, stdout } = await gitbroker(['show', '-i', VPC, '--output-format', 'json', '--pretty', UNIPIPE]);
    expect({ code, data: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      data: {
        instance: { serviceInstanceId: VPC, parameters: { cidr: '10.0.0.0/24', region: 'eu-west' } },
        status: { status: 'succeeded', description: 'preparing service deletion' },
        bindings: [],
      },
    });
  });

  test.each([
    [['show', 'nobody'], 1, 'gitbroker: there is no service instance nobody\n'],
    [['show', '../../etc'], 1, 'gitbroker: there is no service instance ../../etc\n'],
    [['show', 'db', '-b', 'no'], 1, 'gitbroker: there is no service binding no of service instance db\n'],
    [['show'], 2, 'gitbroker: which instance? Give its id as argument\n'],
    [
      ['show', '-i', 'db', '.', 'db'],
      2,
      'gitbroker: the instance is named twice, by its argument and by --instance-id\n',
    ],
  ])('%j: exit code %d', async (args, code, stderr) => {
    expect(await checkout.gitbroker(...args)).toEqual({ code, stdout: '', stderr });
  });
});
