import { describe, expect, test } from 'vitest';
import { readCatalogFile } from '../../src/repository/catalog-file.js';
import { BINDING, INSTANCE, givenView } from './given-view.js';
import type { Contents } from './given-view.js';
import { HOSTILE, NO_MAPS, SECRET } from './hostile-yaml.js';

const ORDERS: Contents = { 'instances/i/instance.yml': INSTANCE, 'instances/i/bindings/b/binding.yml': BINDING };
const FILES = [
  ['instance', 'instances/i/instance.yml'],
  ['instance status', 'instances/i/status.yml'],
  ['instance response', 'instances/i/response.yml'],
  ['binding', 'instances/i/bindings/b/binding.yml'],
  ['binding status', 'instances/i/bindings/b/status.yml'],
  ['credentials', 'instances/i/bindings/b/credentials.yml'],
  ['binding response', 'instances/i/bindings/b/response.yml'],
] as const;
type FileName = (typeof FILES)[number][0];

/** Every file of instance `i` and its binding `b`, as read. */
async function readings(files: Contents) {
  const view = givenView({ ...ORDERS, ...files });
  const [instance, binding] = [await view.instance('i'), await view.binding('i', 'b')];
  return {
    instance: instance?.instance,
    'instance status': instance?.status,
    'instance response': instance?.response,
    binding: binding?.binding,
    'binding status': binding?.status,
    credentials: binding?.credentials,
    'binding response': binding?.response,
  } satisfies Record<FileName, unknown>;
}

describe.each(FILES)('%s', (name, path) => {
  test.each([...HOSTILE, ...NO_MAPS])('with $what is unreadable, and no other file is', async ({ content }) => {
    const undisturbed = await readings({});
    const found = await readings({ [path]: content });
    expect(found).toEqual({
      ...undisturbed,
      [name]: { kind: 'unreadable', problem: expect.objectContaining({ path, reason: expect.stringMatching(/./) }) },
    });
    expect(JSON.stringify(found[name])).not.toContain(SECRET);
  });
});

describe('catalog.yml', () => {
  test.each(HOSTILE)('with $what is unreadable', ({ content, reason }) => {
    expect(readCatalogFile(Buffer.from(content))).toEqual({
      kind: 'unreadable',
      problem: expect.objectContaining({ path: 'catalog.yml', reason: expect.stringMatching(reason) }),
    });
  });
});

describe('values that a file may not have', () => {
  test.each<[FileName, string, string]>([
    ['instance', INSTANCE.replace('planId: p', 'planId: ""'), 'planId'],
    ['instance', `${INSTANCE}parameters: []\n`, 'parameters'],
    ['instance', `${INSTANCE}deleted: "true"\n`, 'deleted'],
    ['instance', `${INSTANCE}operation: {id: o, type: destroy}\n`, 'operation.type'],
    ['instance', `${INSTANCE}operation: {id: o, type: bind}\n`, 'operation.type: a service instance has no bind'],
    ['binding', `${BINDING}operation: {id: o, type: update}\n`, 'operation.type: a service binding has only bind'],
    ['instance', `${INSTANCE}operation: {id: "", type: update}\n`, 'operation.id'],
    ['instance', `${INSTANCE}operation: {id: o, type: update, requestedAt: yesterday}\n`, 'operation.requestedAt'],
    ['instance', INSTANCE.replace('Id: i', 'Id: j'), 'serviceInstanceId'],
    ['binding', BINDING.replace('bindingId: b', 'bindingId: c'), 'bindingId'],
    ['binding', `${BINDING}bindResource: text\n`, 'bindResource'],
    ['instance status', 'status: done\n', 'status'],
    ['instance status', 'status: Succeeded\n', 'status'],
    ['instance status', 'description: x\n', 'status'],
    ['instance status', 'status: failed\nretryAfter: -1\n', 'retryAfter'],
    ['instance status', 'status: failed\ninstanceUsable: "no"\n', 'instanceUsable'],
    ['binding status', `status: succeeded\noperation: [${SECRET}]\n`, 'operation'],
    ['instance response', 'dashboard_url: [x]\n', 'dashboard_url'],
    ['binding response', 'endpoints: [{host: h, ports: []}]\n', 'endpoints.0.ports'],
    ['binding response', 'volume_mounts: [{driver: d}]\n', 'volume_mounts.0'],
  ])('%s: %j names its key %s, never its value', async (name, content, key) => {
    const path = FILES.find(([of]) => of === name)?.[1] ?? '';
    const found = (await readings({ [path]: content }))[name];
    expect(found).toEqual({ kind: 'unreadable', problem: { path, reason: expect.stringContaining(key) } });
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  test('unknown keys are kept, and null counts as absent', async () => {
    const { instance } = await readings({
      'instances/i/instance.yml': `${INSTANCE}extra: {a: 1}\noperation: null\nparameters: null\n`,
    });
    expect(instance).toEqual({
      kind: 'valid',
      value: {
        serviceInstanceId: 'i',
        serviceDefinitionId: 's',
        planId: 'p',
        originatingIdentity: null,
        asyncAccepted: true,
        parameters: {},
        context: null,
        deleted: false,
        extra: { a: 1 },
      },
    });
  });
});

describe('folders', () => {
  test('without its order a folder is no record, whatever else is in it', async () => {
    const view = givenView({
      'instances/x/status.yml': 'status: succeeded\n',
      'instances/i/instance.yml': INSTANCE,
      'instances/i/bindings/y/credentials.yml': 'a: 1\n',
    });
    expect([await view.instance('x'), await view.binding('i', 'y'), await view.binding('x', 'y')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each(['', 'x'.repeat(201), 'a\uD800'])(
    'the id %j has no record, and none is looked for elsewhere',
    async (id) => {
      const view = givenView(ORDERS);
      expect([await view.instance(id), await view.binding('i', id), await view.binding(id, 'b')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    },
  );

  test('ids are listed decoded; files and folders that no id has are left out', async () => {
    const view = givenView({
      'instances/a%2Fb/instance.yml': INSTANCE,
      'instances/a b/instance.yml': INSTANCE,
      'instances/file': '',
      'instances/i/instance.yml': INSTANCE,
      'instances/i/bindings/c%20d/binding.yml': BINDING,
      'instances/i/bindings/c d/binding.yml': BINDING,
      'instances/i/bindings/file': '',
    });
    expect((await view.instanceIds()).map(({ instanceId }) => instanceId).toSorted()).toEqual(['a/b', 'i']);
    expect(await view.bindingIds('i')).toEqual(['c d']);
    expect(await view.bindingIds('unknown')).toEqual([]);
  });

  test('a file where a folder should be is no record', async () => {
    const view = givenView({ 'instances/i': 'text', 'instances/j/instance.yml/x': 'y' });
    expect([await view.instance('i'), await view.instance('j')]).toEqual([undefined, undefined]);
  });
});
