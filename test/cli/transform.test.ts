import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { givenFolder } from '../helpers/broker-process.js';
import { DELETING, DEVOPS, UNIPIPE, VPC, gitbroker, givenCheckout } from './given-cli.js';
import { CATALOG_FILE, bindingFiles, instanceFiles } from './records.js';

/** As UniPipe's `generate transform-handler` writes them: a script whose last line is its value. */
const UNIPIPE_HANDLERS = `class VpcHandler {
  name = "VPC Handler";
  handle(service) {
    const { instance: { parameters, context } } = service;
    return { name: "customers", entries: [{ name: context.customer_id, entries: [
      { name: context.project_id, entries: [{ name: "params.json", content: JSON.stringify(parameters) }] },
    ] }] };
  }
}
const handlers = { "d90c2b20-1d24-4592-88e7-6ab5eb147925": new VpcHandler() };
handlers;
`;

let folder: { path: string; remove: () => Promise<void> };
beforeEach(async () => {
  folder = await givenFolder();
});
afterEach(() => folder.remove());

async function givenHandlers(text: string, name = 'transform.mjs'): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, text);
  return path;
}

/** A folder of its own with one order. */
async function givenOrder(more: object = {}): Promise<string> {
  const path = join(folder.path, 'services');
  for (const [name, content] of Object.entries({ ...CATALOG_FILE, ...instanceFiles('i-1', { more }) })) {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), content ?? '');
  }
  return path;
}

const handlersOf = (body: string) =>
  `export const handlers = { database: { name: 'DB', handle: (service) => (${body}) } };`;

describe('gitbroker transform', () => {
  test("UniPipe's handlers and repository: files in another folder, the orders as they were", async () => {
    const [services, target] = [join(folder.path, 'services'), join(folder.path, 'target')];
    await cp(UNIPIPE, services, { recursive: true });
    await mkdir(join(target, 'instances'), { recursive: true });
    const handlers = await givenHandlers(UNIPIPE_HANDLERS, 'handlers.js');
    const answer = await gitbroker(['transform', '-r', handlers, '-x', target, services]);
    const paths = answer.stdout.trimEnd().split('\n');
    expect({ code: answer.code, paths, stderr: answer.stderr.trimEnd().split('\n').sort() }).toEqual({
      code: 0,
      paths: [expect.stringMatching(/^customers\/[^/]+\/[^/]+\/params.json$/)],
      stderr: [`${VPC}: VPC Handler`, `${DEVOPS}: no handler`, `${DELETING}: no handler`].sort(),
    });
    expect(JSON.parse(await readFile(join(target, paths[0] ?? ''), 'utf8'))).toBeTypeOf('object');
    expect(await gitbroker(['transform', '-r', handlers, '-x', target, services])).toMatchObject({ stdout: '' });
  });

  test('in place, with everything that the repository has of the order; twice is once', async () => {
    const services = await givenOrder();
    for (const [name, content] of Object.entries(bindingFiles('i-1', 'b', { status: { status: 'succeeded' } }))) {
      await mkdir(join(services, name, '..'), { recursive: true });
      await writeFile(join(services, name), content ?? '');
    }
    const body =
      '[{ name: `out/${service.instance.serviceInstanceId}`, entries: [{ name: "a", content: "" }, ' +
      '{ name: "b.json", content: JSON.stringify([service.status, service.bindings[0].status.status]) }] }]';
    const handlers = await givenHandlers(handlersOf(body));
    expect(await gitbroker(['transform', '-r', handlers, services])).toEqual({
      code: 0,
      stdout: 'out/i-1/a\nout/i-1/b.json\n',
      stderr: 'i-1: DB\n',
    });
    expect(await readFile(join(services, 'out/i-1/b.json'), 'utf8')).toBe('[null,"succeeded"]');
    expect(await gitbroker(['transform', '-r', handlers, services])).toMatchObject({ code: 0, stdout: '' });
  });

  test('a plain function is a handler, also an async one that gives nothing', async () => {
    const handlers = await givenHandlers('export default { database: async () => null };');
    expect(await gitbroker(['transform', '-r', handlers, await givenOrder()])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'i-1: database\n',
    });
  });

  test('--push: one commit on the remote; none when nothing changes', async () => {
    const checkout = await givenCheckout({ ...CATALOG_FILE, ...instanceFiles('i-1', {}) });
    try {
      const handlers = await givenHandlers(handlersOf('{ name: "out", entries: [{ name: "a", content: "1" }] }'));
      expect(await checkout.gitbroker('transform', '-r', handlers, '--push')).toMatchObject({ code: 0 });
      expect(await checkout.remote.read('out/a')).toBe('1');
      expect(await checkout.remote.git('log', '-1', '--format=%s', 'main')).toBe('CLI: transform, 1 file\n');
      const head = await checkout.remote.git('rev-parse', 'main');
      expect(await checkout.gitbroker('transform', '-r', handlers, '--push')).toMatchObject({ code: 0, stdout: '' });
      expect(await checkout.remote.git('rev-parse', 'main')).toBe(head);
    } finally {
      await checkout.remove();
    }
  });

  test.each([
    ['climbs', '{ name: "..", entries: [{ name: "x", content: "1" }] }', 'gave a name that is refused: ".."'],
    ['climbs inside a name', '{ name: "a/../../x", content: "1" }', 'gave a name that is refused: "a/../../x"'],
    ['is absolute', '{ name: "/etc/x", content: "1" }', 'gave a name that is refused: "/etc/x"'],
    [
      'is git’s own',
      '{ name: ".GIT", entries: [{ name: "config", content: "" }] }',
      'gave a name that is refused: ".GIT"',
    ],
    ['has a NUL', '{ name: "a\\0b", content: "1" }', String.raw`gave a name that is refused: "a\u0000b"`],
    ['is an order', '{ name: "instances/i-1/instance.yml", content: "" }', 'may not write instances/i-1/instance.yml'],
    ['has no name', '{ name: ".", content: "1" }', 'gave a file without a name'],
    ['is no text', '{ name: "x", content: 1 }', 'gave no tree of files: '],
    ['is both', '[{ name: "x", content: "" }, { name: "x/y", content: "" }]', 'gave x/y, but one path cannot be both'],
  ])('a path that %s: nothing of that order is written, exit code 1', async (_name, body, message) => {
    const services = await givenOrder();
    const answer = await gitbroker(['transform', '-r', await givenHandlers(handlersOf(body)), services]);
    expect(answer).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`i-1: DB\nnot transformed: DB, instance i-1: ${message}`),
    });
  });

  test('a link in the target is not followed', async () => {
    const services = await givenOrder();
    await mkdir(join(folder.path, 'elsewhere'));
    await symlink(join(folder.path, 'elsewhere'), join(services, 'out'));
    const handlers = await givenHandlers(handlersOf('{ name: "out", entries: [{ name: "a", content: "1" }] }'));
    expect(await gitbroker(['transform', '-r', handlers, services])).toMatchObject({ code: 1, stdout: '' });
  });

  test('a handler that throws and a record that cannot be read: told, the others go on, exit code 1', async () => {
    const services = await givenOrder({ parameters: { fail: true } });
    for (const [name, content] of Object.entries({
      ...instanceFiles('i-2', {}),
      'instances/i-3/instance.yml': 'a: [',
    })) {
      await mkdir(join(services, name, '..'), { recursive: true });
      await writeFile(join(services, name), content ?? '');
    }
    const handlers = await givenHandlers(
      'export default { database({ instance }) { if (instance.parameters.fail) throw new Error("no"); ' +
        'return { name: "out", content: "1" }; } };',
    );
    const { code, stdout, stderr } = await gitbroker(['transform', '-r', handlers, services]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'out\n' });
    expect(stderr).toContain('not transformed: database, instance i-1: no\n');
    expect(stderr).toContain('not transformed: instances/i-3/instance.yml, line 1: ');
  });

  test.each([
    ['missing', undefined, 'ENOENT'],
    ['broken', 'export default {', 'Unexpected'],
    ['without the export', 'export const a = 1;', 'it must export "handlers", an object'],
    ['that are no functions', 'export default { database: 1 };', 'it must export "handlers", an object'],
  ])('handlers %s: exit code 2', async (_name, text, message) => {
    const path = text === undefined ? join(folder.path, 'none.mjs') : await givenHandlers(text);
    const answer = await gitbroker(['transform', '-r', path, await givenOrder()]);
    expect({ ...answer, stderr: answer.stderr.includes(message) }).toEqual({ code: 2, stdout: '', stderr: true });
  });
});
