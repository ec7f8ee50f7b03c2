import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VARIABLE_TABLE } from '../../src/server/config-variables.js';

test('docs/reference/configuration.md has exactly the variables, defaults and descriptions of the code', async () => {
  const page = await readFile(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    VARIABLE_TABLE.map(({ name, description, fallback, secret }) => [
      `\`${name}\``,
      fallback === undefined ? '' : `\`${fallback}\``,
      `${description}${secret ? ' **(secret)**' : ''}`,
    ]),
  );
});
