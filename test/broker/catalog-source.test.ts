import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { CatalogSource } from '../../src/broker/catalog-source.js';
import type { Snapshot } from '../../src/store/store.js';
import { EXAMPLE_CATALOG } from '../osb/stub-broker.js';

const [OFFERING] = EXAMPLE_CATALOG.services;
if (!OFFERING) throw new Error('the example has an offering');
const offering = (change: Record<string, unknown> = {}) => ({ services: [{ ...OFFERING, ...change }] });
const plan = (id: string, name = id) => ({ id, name, description: 'd' });

/** A source, what it told, and how often a catalog was read. */
function given() {
  const told: unknown[] = [];
  const reads: string[] = [];
  const source = new CatalogSource({
    changed: (_catalog, warnings) => told.push(['changed', warnings]),
    invalid: (problems) => told.push(['invalid', problems]),
  });
  const at = async (content: string | undefined, id = content) => {
    const snapshot: Snapshot = {
      commit: null,
      entry: async () => (content === undefined ? undefined : { kind: 'file', id }),
      list: async () => new Map(),
      read: async () => {
        reads.push(id ?? '');
        return content === undefined ? undefined : Buffer.from(content);
      },
    };
    return source.at(snapshot);
  };
  return { source, told, reads, at };
}

describe('the catalog in force', () => {
  test('is that of the snapshot, with what it leaves open said (A-34)', async () => {
    const { at, source, told } = given();
    const bare = {
      ...OFFERING,
      instances_retrievable: undefined,
      bindings_retrievable: undefined,
      allow_context_updates: undefined,
    };
    expect(await at(dump({ services: [JSON.parse(JSON.stringify(bare))] }))).toEqual(
      offering({ instances_retrievable: true, bindings_retrievable: true, allow_context_updates: false }),
    );
    expect([source.valid, told]).toEqual([true, [['changed', []]]]);
  });

  test('the same content is read and told once', async () => {
    const { at, reads, told } = given();
    const content = dump(offering());
    expect(await at(content, 'one')).toBe(await at(content, 'one'));
    expect([reads, told]).toEqual([['one'], [['changed', []]]]);
  });

  test.each([
    ['is no YAML', 'services: [', /^catalog\.yml, line \d+: /],
    ['is a list', '- services\n', /^catalog\.yml: /],
    ['breaks a rule', dump(offering({ name: '' })), /^catalog\.yml: services\[0\]\.name: /],
    ['is gone', undefined, /^catalog\.yml does not exist/],
  ])('when a newer one %s the last good one stays, and the problem is told once', async (_, content, problem) => {
    const { at, source, told } = given();
    const good = await at(dump(offering()));
    expect([await at(content), await at(content)]).toEqual([good, good]);
    expect(source.valid).toBe(false);
    expect(told).toEqual([
      ['changed', []],
      ['invalid', [expect.stringMatching(problem)]],
    ]);
    expect(await at(dump(offering({ name: 'mended' })))).toMatchObject(offering({ name: 'mended' }));
    expect(source.valid).toBe(true);
  });

  test('without any good one: 503, until there is one', async () => {
    const { at, source } = given();
    await expect(at(undefined)).rejects.toMatchObject({ code: 'Unavailable', retryAfterSeconds: 60 });
    await expect(at('services: 7')).rejects.toMatchObject({ code: 'Unavailable' });
    expect(source.valid).toBe(false);
    expect(await at(dump(offering()))).toMatchObject(offering());
  });

  test('a reading that failed is tried again', async () => {
    const { at, source, reads } = given();
    const failing: Snapshot = {
      commit: null,
      entry: async () => ({ kind: 'file', id: 'one' }),
      list: async () => new Map(),
      read: () => Promise.reject(new Error('damaged')),
    };
    await expect(source.at(failing)).rejects.toThrow('damaged');
    expect(await at(dump(offering()), 'one')).toMatchObject(offering());
    expect(reads).toEqual(['one']);
  });
});

describe('what in a new catalog could surprise (CAT-07, CAT-39)', () => {
  const warnings = async (before: object, after: object) => {
    const { at, told } = given();
    await at(dump(before));
    await at(dump(after));
    return told[1];
  };
  const both = offering({ plans: [plan('one'), plan('two')] });

  test('a plan that was removed, with its offering or alone', async () => {
    const removed = (id: string) => expect.stringContaining(`plan ${id} (${OFFERING.name}/${id}) was removed`);
    expect(await warnings(both, offering({ plans: [plan('one')] }))).toEqual(['changed', [removed('two')]]);
    expect(await warnings(both, { services: [] })).toEqual(['changed', [removed('one'), removed('two')]]);
  });

  test('a plan that moved to another offering', async () => {
    expect(await warnings(both, offering({ id: 'other', plans: [plan('one'), plan('two')] }))).toEqual([
      'changed',
      [
        expect.stringContaining('plan one now belongs to offering other'),
        expect.stringContaining('plan two now belongs to offering other'),
      ],
    ]);
  });

  test('not another name, nor a plan more', async () => {
    expect(await warnings(both, offering({ plans: [plan('one', 'uno'), plan('two'), plan('three')] }))).toEqual([
      'changed',
      [],
    ]);
  });
});
