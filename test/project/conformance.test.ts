import { readFile, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

/** These hold the client and the checks that are run against others; they prove nothing of the broker. */
const OF_OTHERS = /^test\/(?:client|conformance|mock)\//;

interface Row {
  readonly id: string;
  /** Test files that hold it, from the root of the project. */
  readonly files: readonly string[];
  /** Why there is nothing to test. */
  readonly reason: string | undefined;
}

async function givenRows(): Promise<Row[]> {
  const page = await readFile(new URL('docs/reference/conformance.md', ROOT), 'utf8');
  return [...page.matchAll(/^\| ([A-Z]+-\d\d)\b.*\|(.*)\|$/gm)].map(([, id = '', heldBy = '']) => ({
    id,
    files: [...heldBy.matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g)].map(([, file = '']) => file),
    reason: /^ not applicable: (.+)$/.exec(heldBy)?.[1],
  }));
}

/** Ids by the test file that cites them. */
async function givenCitations(): Promise<Map<string, ReadonlySet<string>>> {
  const names = await readdir(new URL('test', ROOT), { recursive: true });
  const files = names.filter((name) => name.endsWith('.test.ts')).map((name) => `test/${name.replaceAll('\\', '/')}`);
  const read = async (file: string) => [file, citedIds(await readFile(new URL(file, ROOT), 'utf8'))] as const;
  return new Map(await Promise.all(files.map(read)));
}

/** `LOP-03 … LOP-06` cites four. Two letters at least: A-05 and its like are open points, no requirements. */
function citedIds(text: string): ReadonlySet<string> {
  const ranges = [...text.matchAll(/\b([A-Z]{2,})-(\d\d) … \1-(\d\d)\b/g)];
  const within = ranges.flatMap(([, topic = '', first, last]) =>
    Array.from({ length: Number(last) - Number(first) }, (_, n) => requirementId(topic, Number(first) + n)),
  );
  return new Set([...[...text.matchAll(/\b[A-Z]{2,}-\d\d\b/g)].map(([id]) => id), ...within]);
}

function requirementId(topic: string, number: number): string {
  return `${topic}-${String(number).padStart(2, '0')}`;
}

test('every requirement of docs/reference/conformance.md is held by the tests it names, or says why by none', async () => {
  const [rows, citations] = [await givenRows(), await givenCitations()];
  const wrong = rows.flatMap(({ id, files, reason }) => {
    const citing = [...citations].filter(([file, ids]) => ids.has(id) && !OF_OTHERS.test(file)).map(([file]) => file);
    if (reason !== undefined) return citing.map((file) => `${id} is not applicable, but ${file} cites it`);
    if (files.length === 0) return [`${id} names neither a test nor a reason; it is cited by: ${citing.join(', ')}`];
    return files.filter((file) => !citing.includes(file)).map((file) => `${id} is not cited by ${file}`);
  });
  expect(wrong).toEqual([]);
});

test('every requirement that a test cites is in docs/reference/conformance.md, once', async () => {
  const ids = (await givenRows()).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(300);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const unknown = [...(await givenCitations())].flatMap(([file, cited]) =>
    [...cited].filter((id) => !ids.includes(id)).map((id) => `${file} cites ${id}`),
  );
  expect(unknown).toEqual([]);
});
