import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AREAS } from '../../src/conformance/all-checks.js';

const CHECKS = AREAS.flatMap(({ checks }) => checks);

async function givenLevels(): Promise<Map<string, string>> {
  const page = await readFile(new URL('../../docs/reference/conformance.md', import.meta.url), 'utf8');
  return new Map(
    [...page.matchAll(/^\| ([A-Z]+-\d\d) \| ([A-Z ]+) \|/gm)].map(([, id = '', level = '']) => [id, level]),
  );
}

describe('every check', () => {
  test('names a requirement of docs/reference/conformance.md, with its level', async () => {
    const levels = await givenLevels();
    const wrong = CHECKS.filter(({ requirement, level }) => levels.get(requirement)?.replace(' NOT', '') !== level);
    expect(wrong.map(({ requirement, level }) => [requirement, level, levels.get(requirement)])).toEqual([]);
  });

  test('has a title of its own within its requirement', () => {
    const names = CHECKS.map(({ requirement, title }) => `${requirement} ${title}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
