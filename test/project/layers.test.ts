import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** What each layer may import; `path (types)` stands for `import type` only, a path with `.ts` for that one file. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  osb: [],
  store: [],
  repository: ['store (types)', 'osb'],
  broker: ['repository', 'store (types)', 'store/store.ts', 'osb'],
  server: ['broker (types)', 'repository', 'store (types)', 'store/store.ts', 'osb'],
  runner: ['repository', 'store (types)', 'store/store.ts', 'osb'],
  client: ['osb'],
  mock: ['osb'],
  conformance: ['client', 'osb'],
  cli: ['osb', 'store', 'repository', 'broker', 'server', 'runner', 'client', 'mock', 'conformance'],
  // Public entries; whoever writes a broker of their own gets nothing else with it.
  'index.ts': ['osb'],
  'client.ts': ['client'],
  'mock.ts': ['mock'],
  'conformance.ts': ['conformance'],
};
/** Files that put parts together, and so see more than their layer. */
const COMPOSITION_ROOTS: Readonly<Record<string, readonly string[]>> = {
  'server/start.ts': ['broker', 'store'],
};
const FORBIDDEN_FOLDERS = new Set(['utils', 'util', 'helpers', 'common', 'types', 'shared', 'misc']);
const MAX_LINES = 300;

interface Source {
  /** Below `src`. */
  readonly path: string;
  readonly text: string;
}
interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

const STATEMENT = /(?:^|\n)\s*(?:import|export)\s+(?<type>type\s)?(?<names>[^'";]*?)\bfrom\s*['"](?<from>[^'"]+)['"]/g;
const SIDE_EFFECT = /(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
const DYNAMIC = /\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g;

/** Also finds `import type`, `export … from`, `import('…')` as expression and as type. */
function importsOf({ path, text }: Source): Import[] {
  const code = withoutComments(text);
  const found = [...code.matchAll(STATEMENT)].map(({ groups }) => ({
    from: groups?.['from'] ?? '',
    typeOnly: groups?.['type'] !== undefined,
  }));
  for (const pattern of [SIDE_EFFECT, DYNAMIC]) {
    found.push(...[...code.matchAll(pattern)].map(([, from = '']) => ({ from, typeOnly: false })));
  }
  return found
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from, typeOnly }) => ({
      target: posix.join(posix.dirname(path), from).replace(/\.js$/, '.ts'),
      typeOnly,
    }));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

const layerOf = (path: string) => path.split('/', 1)[0] ?? '';

function violationsOf(source: Source): string[] {
  const layer = layerOf(source.path);
  const allowed = new Set([...(ALLOWED[layer] ?? []), ...(COMPOSITION_ROOTS[source.path] ?? [])]);
  if (!(layer in ALLOWED)) return [`${source.path}: ${layer} is no layer`];
  return importsOf(source)
    .filter(({ target }) => layerOf(target) !== layer)
    .filter(({ target, typeOnly }) => {
      const targetLayer = layerOf(target);
      if (allowed.has(targetLayer) || allowed.has(target)) return false;
      return !(typeOnly && allowed.has(`${targetLayer} (types)`));
    })
    .map(({ target, typeOnly }) => `${source.path} imports ${typeOnly ? 'types of ' : ''}${target}`);
}

async function readSources(): Promise<Source[]> {
  const root = fileURLToPath(new URL('../../src', import.meta.url));
  const paths = (await readdir(root, { recursive: true }))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(?:ts|tsx)$/.test(path));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(posix.join(root, path), 'utf8') })));
}

/** Paths of the files in which the code, comments left out, has something like it. */
async function filesWith(pattern: RegExp): Promise<string[]> {
  return (await readSources()).filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path);
}

describe('layers', () => {
  test('every import goes in an allowed direction', async () => {
    const sources = await readSources();
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap(violationsOf)).toEqual([]);
  });

  test.each([
    ['a value', 'store/a.ts', `import { x } from '../osb/errors.js';`],
    ['a type', 'store/a.ts', `import type { X } from '../osb/errors.js';`],
    ['several lines', 'osb/a.ts', `import {\n  x,\n  y,\n} from '../store/store.js';`],
    ['a default and names', 'osb/a.ts', `import a, { b } from '../store/store.js';`],
    ['everything', 'osb/a.ts', `import * as all from '../broker/reads.js';`],
    ['a re-export', 'osb/a.ts', `export * from '../broker/reads.js';`],
    ['a side effect', 'osb/a.ts', `import '../server/start.js';`],
    ['a dynamic import', 'osb/a.ts', `const x = await import('../server/start.js');`],
    ['a type expression', 'osb/a.ts', `type X = import('../store/store.js').Store;`],
    ['an inline type', 'broker/a.ts', `import { type GitStore } from '../store/git-store.js';`],
    ['a store implementation', 'broker/a.ts', `import { openGitStore } from '../store/git-store.js';`],
    ['a broker implementation', 'server/a.ts', `import { createGitOpsBroker } from '../broker/gitops-broker.js';`],
    ['from a deeper folder', 'osb/routes/a.ts', `import { x } from '../../cli/main.js';`],
  ])('this test can fail: %s in the wrong direction', (_name, path, text) => {
    expect(violationsOf({ path, text })).toHaveLength(1);
  });

  test.each([
    ['a type where types are allowed', 'broker/a.ts', `import type { GitStore } from '../store/git-store.js';`],
    ['the interface file', 'broker/a.ts', `import { StoreError } from '../store/store.js';`],
    ['the composition root', 'server/start.ts', `import { openGitStore } from '../store/git-store.js';`],
    ['a comment', 'osb/a.ts', `// import { x } from '../store/store.js';\n/* import '../store/store.js'; */`],
  ])('no violation: %s', (_name, path, text) => {
    expect(violationsOf({ path, text })).toEqual([]);
  });
});

describe('house rules', () => {
  test('only the command line and server/start.ts read the environment', async () => {
    const readers = await filesWith(/\bprocess\s*\.\s*env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/);
    // The store hands the environment on to git, without looking at the configuration in it.
    const allowed = /^(?:cli\/|server\/start\.ts$|store\/git-process\.ts$)/;
    expect(readers.filter((path) => !allowed.test(path))).toEqual([]);
  });

  test('only cli/main.ts ends the process', async () => {
    expect(await filesWith(/\bprocess\s*\.\s*(?:exit|exitCode|abort)\b/)).toEqual(['cli/main.ts']);
  });

  test('no folder for things without a place', async () => {
    const folders = (await readSources()).flatMap(({ path }) => path.split('/').slice(0, -1));
    expect(folders.filter((folder) => FORBIDDEN_FOLDERS.has(folder))).toEqual([]);
  });

  test(`no file is longer than ${MAX_LINES} lines`, async () => {
    const long = (await readSources()).filter(({ text }) => text.split('\n').length > MAX_LINES);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('named exports only', async () => {
    expect(await filesWith(/\bexport\s+default\b|\bas\s+default\b/)).toEqual([]);
  });

  test('file names are kebab-case', async () => {
    const paths = (await readSources()).map(({ path }) => path);
    expect(
      paths.filter((path) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.tsx?$/.test(path)),
    ).toEqual([]);
  });

  test('every file begins with what it is for', async () => {
    const silent = (await readSources()).filter(({ text }) => !/^(?:#!.*\n)?\/\*\*/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});
