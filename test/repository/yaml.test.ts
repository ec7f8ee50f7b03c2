import { describe, expect, test } from 'vitest';
import { formatYaml, parseYaml } from '../../src/repository/yaml.js';
import { HOSTILE, SECRET } from './hostile-yaml.js';

const parsed = (text: string) => parseYaml('f.yml', Buffer.from(text));
const read = (text: string) => {
  const result = parsed(text);
  return result.kind === 'valid' ? result.value : result.problem;
};

describe('hostile YAML', () => {
  test.each(HOSTILE)('$what is told as a problem of the file, without its content', ({ content, reason, line }) => {
    const result = parseYaml('f.yml', Buffer.from(content));
    expect(result).toEqual({
      kind: 'unreadable',
      problem: expect.objectContaining({
        path: 'f.yml',
        reason: expect.stringMatching(reason),
        ...(line !== undefined && { line }),
      }),
    });
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  test.each(['__proto__: {polluted: true}', 'constructor: {prototype: {polluted: true}}'])(
    'the key in %s is a key like any other',
    (text) => {
      const value = read(text);
      expect(Object.keys(value as object)).toHaveLength(1);
      expect('polluted' in {}).toBe(false);
      expect('polluted' in (value as object)).toBe(false);
    },
  );
});

describe('what values mean', () => {
  test.each([
    ['a: !<PlatformContext> {b: 1}', { a: { b: 1 } }],
    ['!<cloudfoundry>\na: 1', { a: 1 }],
    ['a: !unknown [1]', { a: [1] }],
    ['a: !secret x', { a: 'x' }],
    ['a: !!js/function "return 1"', { a: 'return 1' }],
    ['a: yes', { a: 'yes' }],
    ['a: 2026-11-21', { a: '2026-11-21' }],
    ['a: 0123', { a: 123 }],
    ['a: &x {b: 1}\n<<: *x', { a: { b: 1 }, '<<': { b: 1 } }],
    ['a: &x [1]\nb: *x', { a: [1], b: [1] }],
    ['\uFEFFa: 1', { a: 1 }],
    ['a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['---\na: 1\n...\n', { a: 1 }],
    ['{"a": "\\u0000"}', { a: '\0' }],
  ])('%j', (text, value) => {
    expect(read(text)).toEqual(value);
  });
});

describe('what is written', () => {
  test.each([
    [
      'texts that look like other things',
      { a: 'yes', b: 'null', c: '0123', d: '1e3', e: '~', f: '', g: '- x', h: '#' },
    ],
    ['control characters and lines', { a: 'x\ny\n', b: '\0\t\u2028', c: '---\nx', d: ' lead' }],
    ['keys that look like other things', { '': 1, '<<': 2, null: 3, '!t': 4, 'a: b': 5, '*x': 6 }],
    ['numbers', { a: 1e21, b: -0.5, c: 9_007_199_254_740_991 }],
    ['a long line', { a: 'word '.repeat(100).trim() }],
    ['emptiness', { a: {}, b: [], c: null }],
  ])('%s is read again as it was', (_, value) => {
    expect(read(formatYaml(value))).toEqual(value);
  });

  test('begins as UniPipe writes it, keeps the order of keys, leaves out undefined, repeats instead of aliases', () => {
    const shared = { x: 1 };
    expect(formatYaml({ b: shared, a: shared, c: undefined })).toBe('---\nb:\n  x: 1\na:\n  x: 1\n');
  });
});
