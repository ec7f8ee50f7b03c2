import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { validateCatalog } from '../../src/osb/validate-catalog.js';
import { BindingFile } from '../../src/repository/binding-file.js';
import { readCatalogFile } from '../../src/repository/catalog-file.js';
import { operationOf } from '../../src/repository/current-operation.js';
import { InstanceFile } from '../../src/repository/instance-file.js';
import { JsonObject } from '../../src/osb/json-object.js';
import { readFile as readRecordFile } from '../../src/repository/read-file.js';
import { RecordCache } from '../../src/repository/record-cache.js';
import { writeBinding, writeInstance } from '../../src/repository/record-changes.js';
import { openRepositoryView } from '../../src/repository/repository-view.js';
import { StatusFile } from '../../src/repository/status-file.js';
import { parseYaml } from '../../src/repository/yaml.js';
import type { Parsed } from '../../src/repository/yaml.js';
import { openFolderSnapshot } from '../../src/store/folder-snapshot.js';
import { givenSnapshot } from './given-view.js';

const FOLDER = fileURLToPath(new URL('../fixtures/unipipe', import.meta.url));
const snapshot = openFolderSnapshot(FOLDER);
const keysOf = (file: Parsed) => (file.kind === 'valid' ? Object.keys(JsonObject.parse(file.value)) : []);
const plain = async (path: string) => parseYaml(path, await readFile(`${FOLDER}/${path}`));

describe('files of UniPipe', () => {
  test.each([
    ['expected_instance.yml', InstanceFile],
    ['expected_instance_after_update.yml', InstanceFile],
    ['tenant-aware/expected_instance.yml', InstanceFile],
    ['expected_binding.yml', BindingFile],
    ['tenant-aware/expected_binding.yml', BindingFile],
    ['expected_credentials.yml', JsonObject],
    ['status.yml', StatusFile],
  ])('%s is read whole: nothing is lost or changed', async (path, schema) => {
    expect(await readRecordFile<unknown>(snapshot, path, schema)).toEqual(await plain(path));
  });

  test.each([
    ['expected_instance.yml', InstanceFile, writeInstance, 'instance.yml'],
    ['tenant-aware/expected_binding.yml', BindingFile, writeBinding, 'binding.yml'],
  ] as const)('%s is written with the same keys in the same order', async (path, schema, write, name) => {
    const reading = await readRecordFile<never>(snapshot, path, schema as never);
    if (reading.kind !== 'valid') throw new Error(`${path} is ${reading.kind}`);
    const [change] = write('r', reading.value);
    const written = parseYaml(name, Buffer.from(change?.content ?? ''));
    const original = await plain(path);
    expect(written).toEqual(original);
    expect(keysOf(written)).toEqual(keysOf(original));
  });

  test.each(['catalog.yml', 'tenant-aware/catalog.yml', 'osb-git/catalog.yml'])(
    '%s is a valid catalog',
    async (path) => {
      const file = readCatalogFile(await readFile(`${FOLDER}/${path}`));
      expect(file.kind === 'valid' && validateCatalog(file.value).problems).toEqual([]);
    },
  );
});

describe('a repository of UniPipe', () => {
  const view = openRepositoryView(openFolderSnapshot(`${FOLDER}/osb-git`), new RecordCache(10));

  test('has its instances, and each is read with the operation that follows from it', async () => {
    const found: Record<string, unknown> = {};
    for (const { instanceId } of await view.instanceIds()) {
      const record = await view.instance(instanceId);
      found[instanceId] = {
        operation: record?.instance.kind === 'valid' && operationOf(record.instance.value, 'instance'),
        status: record?.status.kind === 'valid' ? record.status.value.status : record?.status.kind,
        bindings: await view.bindingIds(instanceId),
      };
    }
    const [provision, deprovision] = ['provision', 'deprovision'].map((type) => ({ id: 'unipipe', type }));
    expect(found).toEqual({
      '159440dd-652a-4e2b-916e-9cd4dde33c33': { operation: provision, status: 'succeeded', bindings: [] },
      '49c96fa5-46cc-4334-a718-378ceed2de81': { operation: provision, status: 'succeeded', bindings: [] },
      'eed1df43-e63c-40ad-995e-e21068254ef9': { operation: deprovision, status: 'absent', bindings: [] },
    });
  });
});

test('an order that UniPipe wrote keeps its unknown keys when it is rewritten', async () => {
  const files = givenSnapshot({ 'i.yml': 'serviceInstanceId: i\nserviceDefinitionId: s\nplanId: p\nmine: {a: [1]}\n' });
  const reading = await readRecordFile(files, 'i.yml', InstanceFile);
  if (reading.kind !== 'valid') throw new Error('unreadable');
  const [change] = writeInstance('r', { ...reading.value, deleted: true });
  expect(String(change?.content)).toMatch(/deleted: true\nmine:\n {2}a:\n {4}- 1\n$/);
});
