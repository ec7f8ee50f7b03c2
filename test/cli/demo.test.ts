import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { givenFolder } from '../helpers/broker-process.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

describe('gitbroker demo', () => {
  test('piped: plain text, the whole life of a service, exit code 0, nothing left behind', async () => {
    const folder = await givenFolder();
    try {
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: folder.path };
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, 'demo'], { env });
      expect(stderr).toBe('');
      // Escape sequences begin with this character.
      expect(stdout).not.toContain('\u001B');
      const steps = [...stdout.matchAll(/^\d+\. (\w+)/gm)].map(([, word]) => word);
      expect(steps).toEqual(['Catalog', 'Provision', 'Bind', 'Fetch', 'Update', 'Unbind', 'Deprovision', 'All']);
      const history = stdout.slice(stdout.indexOf('8. '));
      expect([...history.matchAll(/^ +git │ [0-9a-f]{7,} (?:OSB API|Pipeline)/gm)]).toHaveLength(11);
      expect(await readdir(folder.path)).toEqual([]);
    } finally {
      await folder.remove();
    }
  }, 60_000);
});
