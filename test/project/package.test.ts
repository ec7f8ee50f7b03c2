import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('the packed package', () => {
  test('has what runs, the example catalog and the pipelines; no sources, no tests', async () => {
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
    });
    const [{ files }] = JSON.parse(stdout);
    const paths: string[] = files.map(({ path }: { path: string }) => path);
    const allowed = /^(?:dist\/|catalog-example\/|pipelines\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/;
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(['catalog-example/catalog.yml', 'pipelines/README.md', 'package.json', 'LICENSE']),
    );
  });

  test('every file that it exports is there', async () => {
    const { exports: entries }: Manifest = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8'));
    const files = Object.values(entries).flatMap((entry) => (typeof entry === 'string' ? entry : Object.values(entry)));
    expect(files.filter((file) => !existsSync(`${ROOT}${file}`))).toEqual([]);
  });
});

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

describe('the lock file', () => {
  // A registry mirror may not have a native package of every platform yet; npm then writes a lock file that `npm ci` refuses.
  test('has every optional package that another one names', async () => {
    const { packages }: Lock = JSON.parse(await readFile(`${ROOT}package-lock.json`, 'utf8'));
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });
});

interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}
