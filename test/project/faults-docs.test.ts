import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

const PAGE = new URL('../../docs/explanation/faults.md', import.meta.url);

const read = (path: string) => readFile(new URL(path, PAGE), 'utf8');
const page = await readFile(PAGE, 'utf8');

/** The words of a union type, by its source. */
async function kindsOf(type: string): Promise<string[]> {
  const source = await read('../../src/store/store.ts');
  const union = source.slice(source.indexOf(`type ${type} =`)).split(';', 1)[0] ?? '';
  return [...union.matchAll(/'([\w-]+)'/g)].map(([, kind = '']) => kind);
}

describe('docs/explanation/faults.md', () => {
  test.each([
    ['StoreErrorKind', 'gitbroker_store_failures_total'],
    ['StoreWarningKind', 'gitbroker_store_warnings_total'],
  ])('tells what each %s means', async (type, metric) => {
    const told = new Set(
      [...page.matchAll(new RegExp(`\`${metric}{kind="([\\w-]+)"}\``, 'g'))].map(([, kind = '']) => kind),
    );
    expect([...told].toSorted()).toEqual((await kindsOf(type)).toSorted());
  });

  test('names metrics that exist', async () => {
    const source = await read('../../src/server/metrics.ts');
    const names = new Set([...page.matchAll(/gitbroker_\w+/g)].map(([name]) => name));
    expect([...names].filter((name) => !source.includes(`'${name}'`))).toEqual([]);
  });

  test('names tests that exist, by the beginning of their names', async () => {
    const links = [...page.matchAll(/\[([^\]]+)\]\((\.\.\/\.\.\/test\/[^)]+)\)/g)];
    const sources = await Promise.all(
      links.map(async ([, name = '', path = '']) => ({ name, text: await read(path) })),
    );
    expect(sources.length).toBeGreaterThan(20);
    expect(
      sources
        .filter(({ name, text }) => !text.includes(`'${name}`) && !text.includes(`\`${name}`))
        .map(({ name }) => name),
    ).toEqual([]);
  });
});
