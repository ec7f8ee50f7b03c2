/** Contents that no file of a repository may harm its reader with, each with what must be said of it. */

const doubling = (levels: number) =>
  Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(10)}]`).join('\n');

/** The word that stands for a credential: no message may repeat it. */
export const SECRET = 'hunter2';

interface Hostile {
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly reason: RegExp;
  readonly line?: number;
}

export const HOSTILE: readonly Hostile[] = [
  { what: 'an alias bomb', content: `a0: &a0 [1, 1]\n${doubling(9)}`, reason: /too many values/ },
  { what: 'more aliases than anyone needs', content: `a: &a 1\nb: [${'*a, '.repeat(1001)}]`, reason: /alias/ },
  { what: 'a map that contains itself', content: 'a: &a\n  b: *a\n', reason: /too deeply|too many values/ },
  { what: 'lists 200 levels deep', content: `a: ${'['.repeat(200)}${']'.repeat(200)}`, reason: /deep|depth|nest/i },
  { what: 'lists 100,000 levels deep', content: `a: ${'['.repeat(100_000)}`, reason: /deep|depth|nest/i },
  { what: '150,000 values', content: `a: [${'1,'.repeat(150_000)}]`, reason: /too many values/ },
  { what: 'more than a MiB', content: `a: ${'x'.repeat(1024 * 1024)}`, reason: /larger than 1048576 bytes/ },
  {
    what: 'a key that occurs twice',
    content: `password: ${SECRET}\npassword: ${SECRET}\n`,
    reason: /duplicate/i,
    line: 2,
  },
  { what: 'no YAML', content: `password: "${SECRET}\n`, reason: /./ },
  { what: 'a tab where none may be', content: `a:\n\t- ${SECRET}\n`, reason: /./ },
  { what: 'an unknown alias', content: `password: *${SECRET}\n`, reason: /^unidentified alias$/, line: 1 },
  {
    what: 'an undeclared tag handle',
    content: `password: !${SECRET}!x y\n`,
    reason: /^undeclared tag handle$/,
    line: 1,
  },
  { what: 'a tag of odd characters', content: `password: !${SECRET}{}<> y\n`, reason: /tag/, line: 1 },
  { what: 'two documents', content: `a: 1\n---\npassword: ${SECRET}\n`, reason: /more than one YAML document/ },
  { what: 'nothing', content: '', reason: /is empty/ },
  { what: 'only blanks', content: ' \n\n', reason: /is empty/ },
  { what: 'only a comment', content: '# nothing yet\n', reason: /is empty/ },
  { what: 'only a document start', content: '---\n', reason: /is empty/ },
  { what: 'null', content: 'null\n', reason: /is empty/ },
  { what: 'bytes that are no text', content: Uint8Array.of(0xff, 0xfe, 0x00, 0x61), reason: /is not UTF-8 text/ },
  { what: 'a program', content: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0x01, 0x00), reason: /./ },
];

/** YAML, but none of the maps that all files of a record are. */
export const NO_MAPS: readonly Pick<Hostile, 'what' | 'content'>[] = [
  { what: 'a list', content: `- ${SECRET}\n` },
  { what: 'a text', content: `${SECRET}\n` },
  { what: 'a number', content: '42\n' },
  { what: 'true', content: 'true\n' },
];
