import { execFile } from 'node:child_process';
import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { givenFolder } from '../helpers/broker-process.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const STEPS = ['Catalog', 'Script', 'Bind', 'Update', 'Terraform', 'Person', 'Unbind', 'All'];

async function demo(path: string | undefined) {
  const folder = await givenFolder();
  try {
    const env = { PATH: path, HOME: process.env['HOME'], TMPDIR: folder.path, PGHOST: 'not.to.be.reached' };
    const answer = await promisify(execFile)(process.execPath, [MAIN, 'demo'], { env });
    return { ...answer, left: await readdir(folder.path) };
  } finally {
    await folder.remove();
  }
}

const outcomesIn = (text: string) =>
  [...text.matchAll(/^ {3}(succeeded|waiting): (\w+) of ([\w-]+)/gm)].map((found) => found.slice(1));

const ENDS = [
  ['succeeded', 'unbind', 'postgres-database'],
  ['succeeded', 'deprovision', 'postgres-database'],
];
const SCRIPT = [
  ['succeeded', 'provision', 'postgres-database'],
  ['succeeded', 'bind', 'postgres-database'],
  ['succeeded', 'update', 'postgres-database'],
];
const PERSON = [['waiting', 'provision', 'network-connection']];

describe('gitbroker demo', () => {
  test('piped: plain text, all three offerings by the real runner, exit code 0, nothing left behind', async () => {
    const { stdout, stderr, left } = await demo(process.env['PATH']);
    expect({ stderr, left }).toEqual({ stderr: '', left: [] });
    // Escape sequences begin with this character.
    expect(stdout).not.toContain('\u001B');
    expect([...stdout.matchAll(/^\d+\. (\w+)/gm)].map(([, word]) => word)).toEqual(STEPS);
    const terraform = stdout.includes('4. Terraform: left out') ? [] : [['succeeded', 'provision', 'dns-zone']];
    expect(outcomesIn(stdout)).toEqual([...SCRIPT, ...terraform, ...PERSON, ...ENDS]);
    expect(stdout).toContain('Reported succeeded for the provision of service instance shop-line\n');
    expect(stdout).toContain('← 200 {"state":"succeeded","description":"the line to Bonn is up"}');
  }, 60_000);

  test('without terraform: told, and the rest is played', async () => {
    const folder = await givenFolder();
    try {
      for (const name of ['git', 'node', 'sh', 'env']) {
        const { stdout } = await promisify(execFile)('sh', ['-c', `command -v ${name}`]);
        await symlink(stdout.trim(), join(folder.path, name));
      }
      const { stdout } = await demo(folder.path);
      expect(stdout).toContain('There is no terraform on this machine');
      expect(outcomesIn(stdout)).toEqual([...SCRIPT, ...PERSON, ...ENDS]);
    } finally {
      await folder.remove();
    }
  }, 60_000);
});
