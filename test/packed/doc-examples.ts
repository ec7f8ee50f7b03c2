/** The programs in the docs: fenced blocks of TypeScript that import the package. */
import { readFile } from 'node:fs/promises';

const ROOT = new URL('../../', import.meta.url);

export interface DocExample {
  /** Of the file to write it to. */
  readonly name: string;
  readonly text: string;
}

/** A block that names no file of its own is called as its page. */
export async function readDocExamples(page: string): Promise<DocExample[]> {
  const text = await readFile(new URL(page, ROOT), 'utf8');
  const own = `${page.split('/').at(-1)?.replace(/\.md$/, '')}.ts`;
  return [...text.matchAll(/^```ts(?: (?<name>\S+))?\n(?<code>[^]*?)^```$/gm)].map(({ groups }) => ({
    name: groups?.['name'] ?? own,
    text: groups?.['code'] ?? '',
  }));
}
