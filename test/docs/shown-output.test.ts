import { describe, expect, test } from 'vitest';
import { isShown } from './shown-output.js';

const TABLE = 'AGE  INSTANCE                              STATUS\n12s  5b0bb1e5-63a8-4ab2-8a9e-0f4ab13c1f5a  failed\n';

describe('output that a page shows', () => {
  test.each([
    ['the same', TABLE, TABLE],
    ['other ids and ages', TABLE, TABLE.replace('12s', '3m').replace('5b0bb1e5', '00000000')],
    ['other columns widths', 'A   B\n1   2\n', 'A  B\n1  2\n'],
    ['other times', "at: '2026-11-21T07:25:03.101Z'\n", "at: '2026-01-01T00:00:00.000Z'\n"],
    ['the rest left out', 'one\ntwo\nthree\n', '…\ntwo\n…\n'],
    ['a part of a line left out', '{"level":30,"pid":1,"msg":"up"}\n', '{"level":30,…,"msg":"up"}\n'],
  ])('is right: %s', (_name, output, shown) => {
    expect(isShown(output, shown)).toBe(true);
  });

  test.each([
    ['another word', TABLE, TABLE.replace('failed', 'succeeded')],
    ['a line more', 'one\ntwo\n', 'one\n'],
    ['a line less', 'one\n', 'one\ntwo\n'],
    ['another indentation', 'a:\n  b: 1\n', 'a:\nb: 1\n'],
    ['signs that mean something in a pattern', 'axb\n', 'a.b\n'],
  ])('is wrong: %s', (_name, output, shown) => {
    expect(isShown(output, shown)).toBe(false);
  });
});
