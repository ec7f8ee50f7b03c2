import { describe, expect, test } from 'vitest';
import { bindingPath, decodeId, instancePath, terraformModulePath } from '../../src/repository/paths.js';

const HOSTILE_IDS = [
  ['a/b', 'a%2Fb'],
  ['..', '%2E.'],
  ['.', '%2E'],
  ['.git', '%2Egit'],
  ['../../etc/passwd', '%2E.%2F..%2Fetc%2Fpasswd'],
  ['%2E.', '%252E.'],
  ['a b', 'a%20b'],
  ['a\nb', 'a%0Ab'],
  ['a\0b', 'a%00b'],
  ['C:\\x', 'C%3A%5Cx'],
  ["!'()*", '%21%27%28%29%2A'],
  ['ünï', '%C3%BCn%C3%AF'],
  ['u\u0308', 'u%CC%88'],
  ['🦊', '%F0%9F%A6%8A'],
  ['-rf', '-rf'],
  ['Az09-_~.', 'Az09-_~.'],
] as const;

describe('ids as folder names', () => {
  test.each(HOSTILE_IDS)('%j is the folder %s, and back (URL-01)', (id, folder) => {
    expect([
      instancePath(id, 'flat'),
      bindingPath('instances/i', id),
      terraformModulePath(id),
      decodeId(folder),
    ]).toEqual([`instances/${folder}`, `instances/i/bindings/${folder}`, `terraform/${folder}`, id]);
  });

  test('ids that differ only in case, normal form or an escape have folders of their own (URL-01)', () => {
    const ids = ['a', 'A', 'ü', 'u\u0308', '%C3%BC', 'a/b', 'a%2Fb', '.a', '%2Ea'];
    expect(new Set(ids.map((id) => instancePath(id, 'flat'))).size).toBe(ids.length);
  });

  test.each([
    ['nothing', ''],
    ['half a character', 'a\uD800'],
    ['201 bytes', 'x'.repeat(201)],
    ['67 slashes, which are 201 bytes when encoded', '/'.repeat(67)],
  ])('%s is no folder name (URL-04)', (_, id) => {
    expect([
      instancePath(id, 'flat'),
      instancePath(id, 'sharded'),
      bindingPath('i', id),
      terraformModulePath(id),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('200 bytes are one', () => {
    expect(instancePath('x'.repeat(200), 'flat')).toBe(`instances/${'x'.repeat(200)}`);
  });

  test.each(['', '.git', '..', 'a b', '%2f', '%61', '%', '%FF', 'ü', 'x'.repeat(201)])(
    'the folder %j is that of no id',
    (folder) => {
      expect(decodeId(folder)).toBeUndefined();
    },
  );
});
