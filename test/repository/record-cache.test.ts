import { describe, expect, test } from 'vitest';
import { RecordCache } from '../../src/repository/record-cache.js';

/** Reads values that are told apart by how often anything was read before. */
function givenCache(maxEntries = 2) {
  const cache = new RecordCache(maxEntries);
  const reads: string[] = [];
  const get = (kind: string, contentId: string | undefined) =>
    cache.get(kind, contentId, async () => {
      reads.push(`${kind}:${contentId}`);
      return { kind, contentId };
    });
  return { cache, reads, get };
}

describe('record cache', () => {
  test('the same content is read once, and is the same object', async () => {
    const { get, reads } = givenCache();
    expect(await get('i', '1')).toBe(await get('i', '1'));
    expect(reads).toEqual(['i:1']);
  });

  test('other content, and the same content as another record, is read for itself', async () => {
    const { get, reads } = givenCache(3);
    expect([await get('i', '1'), await get('i', '2'), await get('j', '1')]).toEqual([
      { kind: 'i', contentId: '1' },
      { kind: 'i', contentId: '2' },
      { kind: 'j', contentId: '1' },
    ]);
    expect(reads).toEqual(['i:1', 'i:2', 'j:1']);
  });

  test('content without an id is read each time', async () => {
    const { get, reads } = givenCache();
    await get('i', undefined);
    await get('i', undefined);
    expect(reads).toHaveLength(2);
  });

  test('what was not used for longest goes first', async () => {
    const { get, reads } = givenCache(2);
    for (const id of ['1', '2', '1', '3', '1', '2']) await get('i', id);
    expect(reads).toEqual(['i:1', 'i:2', 'i:3', 'i:2']);
  });

  test('a reading that failed is not remembered', async () => {
    const { cache, get } = givenCache();
    await expect(cache.get('i', '1', () => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged');
    expect(await get('i', '1')).toEqual({ kind: 'i', contentId: '1' });
  });

  test('with no room at all everything is read each time', async () => {
    const { get, reads } = givenCache(0);
    await get('i', '1');
    await get('i', '1');
    expect(reads).toHaveLength(2);
  });
});
