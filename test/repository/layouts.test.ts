import { describe, expect, test } from 'vitest';
import { instancePath, shardOf } from '../../src/repository/paths.js';
import { RecordCache } from '../../src/repository/record-cache.js';
import { openRepositoryView } from '../../src/repository/repository-view.js';
import { StagedSnapshot } from '../../src/store/staged-snapshot.js';
import type { Snapshot } from '../../src/store/store.js';

const NOTHING: Snapshot = {
  commit: null,
  entry: async () => undefined,
  list: async () => new Map(),
  read: async () => undefined,
};

function given(files: Record<string, string>) {
  const snapshot = new StagedSnapshot(NOTHING);
  snapshot.apply(Object.entries(files).map(([path, content]) => ({ path, content })));
  return openRepositoryView(snapshot, new RecordCache(10));
}

const order = (serviceInstanceId: string) =>
  `serviceInstanceId: ${serviceInstanceId}\nserviceDefinitionId: s\nplanId: p\ndeleted: false\n`;

describe('layouts', () => {
  test.each([
    ['flat', 'instances/my-db'],
    ['sharded', 'instances/b1/my-db'],
  ] as const)('the %s path of an instance', (layout, path) => {
    expect(instancePath('my-db', layout)).toBe(path);
  });

  test.each([
    ['flat without settings', {}, 'instances/my-db'],
    ['flat', { 'gitbroker.yml': 'layout: flat\n' }, 'instances/my-db'],
    ['sharded', { 'gitbroker.yml': 'layout: sharded\n' }, 'instances/b1/my-db'],
    ['flat with settings that cannot be read', { 'gitbroker.yml': 'layout: [' }, 'instances/my-db'],
    ['flat with an unknown layout', { 'gitbroker.yml': 'layout: deep\n' }, 'instances/my-db'],
    [
      'where it already is',
      { 'gitbroker.yml': 'layout: sharded\n', 'instances/my-db/instance.yml': '' },
      'instances/my-db',
    ],
  ])('a new instance is written %s', async (_case, files, path) => {
    expect(await given(files).instancePath('my-db')).toBe(path);
  });

  test('both are read, side by side', async () => {
    const files = {
      'instances/one/instance.yml': order('one'),
      'instances/one/bindings/b1/binding.yml': '',
      [`instances/${shardOf('two')}/two/instance.yml`]: order('two'),
      [`instances/${shardOf('two')}/two/bindings/b2/binding.yml`]: '',
      'instances/a3/instance.yml': order('a3'),
      // Not where the hash of its id says: nobody would find it, so it is none.
      [`instances/${shardOf('other')}/three/instance.yml`]: order('three'),
      'instances/README.md': 'no folder',
    };
    const view = given(files);
    const ids = (await view.instanceIds()).map(({ instanceId }) => instanceId);
    expect(ids.toSorted()).toEqual(['a3', 'one', 'two']);
    for (const id of ids) expect(await view.instance(id)).toMatchObject({ instance: { kind: 'valid' } });
    expect(await view.instance('three')).toBeUndefined();
    expect([await view.bindingIds('one'), await view.bindingIds('two')]).toEqual([['b1'], ['b2']]);
    expect((await view.binding('two', 'b2'))?.path).toBe(`instances/${shardOf('two')}/two/bindings/b2`);
  });
});
