import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runChecks } from '../../src/conformance/run-checks.js';
import { countResults } from '../../src/conformance/verdict.js';
import { MOCK_CATALOG } from '../../src/mock/mock-catalog.js';
import { startMockServer } from '../../src/mock/mock-server.js';
import { givenClient } from '../cli/given-client.js';
import { readDocExamples } from './doc-examples.js';
import { givenConsumer } from './given-consumer.js';
import type { Consumer } from './given-consumer.js';

const BROKERS = 'docs/how-to/write-your-own-broker.md';
const SNIPPETS = ['docs/how-to/use-the-client.md', 'docs/how-to/check-a-broker.md', 'docs/how-to/mock-broker.md'];
const ENTRIES = ['osb', 'client', 'mock', 'conformance'];
const CREDENTIALS = { username: 'user', password: 'secret' };
const run = promisify(execFile);

let consumer: Consumer;
let compiled: string;
beforeAll(async () => {
  consumer = await givenConsumer();
  const pages = await Promise.all([BROKERS, ...SNIPPETS].map(readDocExamples));
  for (const { name, text } of pages.flat()) await consumer.write(name, text);
  const imports = ENTRIES.map((entry) => `import * as ${entry} from 'gitbroker/${entry}';\n`).join('');
  await consumer.write(
    'entries.ts',
    `${imports}console.log(typeof osb.OsbError, Object.keys({ ${ENTRIES.join(', ')} }).length);\n`,
  );
  compiled = await consumer.compile();
}, 120_000);
afterAll(() => consumer.remove());

const out = (name: string) => join(consumer.folder, 'out', name);

describe('the packed tarball, in a strict TypeScript project', () => {
  test('all entries and all programs of the docs compile, with the types of the package themselves', () => {
    expect(compiled).toBe('');
  });

  test('all entries load', async () => {
    expect((await run(process.execPath, [out('entries.js')])).stdout).toBe('function 4\n');
  });

  test('its command runs', async () => {
    const main = join(consumer.folder, 'node_modules/gitbroker/dist/cli/main.js');
    expect((await run(process.execPath, [main, '--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('CommonJS can load it too, where Node.js can', async () => {
    const { stdout } = await run(
      process.execPath,
      ['-e', "import('gitbroker').then((all) => console.log(typeof all.OsbError))"],
      {
        cwd: consumer.folder,
      },
    );
    expect(stdout).toBe('function\n');
  });
});

describe('what an entry loads', () => {
  const loads = async (entry: string) => {
    const hooks = fileURLToPath(new URL('print-modules.js', import.meta.url));
    const { stderr } = await run(process.execPath, ['--import', hooks, '-e', `import('gitbroker/${entry}')`], {
      cwd: consumer.folder,
    });
    const urls = stderr.split('\n').filter((line) => line.startsWith('file:'));
    const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
    const layers = urls.flatMap((url) => /\/dist\/([^/]+)\//.exec(url)?.[1] ?? []);
    const unique = (all: string[]) => [...new Set(all)].sort().filter((name) => name !== 'gitbroker');
    return { packages: unique(packages), layers: unique(layers) };
  };

  test('osb: the protocol alone; no git, no Terraform, no server, no command line', async () => {
    const { packages, layers } = await loads('osb');
    expect({ packages, layers }).toEqual({
      packages: ['ajv', 'ajv-draft-04', 'ajv-formats', 're2js', 'zod'],
      layers: ['osb'],
    });
  });

  test.each([
    ['client', ['client', 'osb']],
    ['mock', ['mock', 'osb']],
    ['conformance', ['client', 'conformance', 'osb']],
  ])('%s: nothing of the broker itself', async (entry, expected) => {
    expect((await loads(entry)).layers).toEqual(expected);
  });
});

/** A program of the docs that listens, and prints where. */
async function givenExample(name: string): Promise<string> {
  const child = spawn(process.execPath, [out(name)], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`)));
  const [url] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  return String(url).replace('[::1]', '127.0.0.1').replace('localhost', '127.0.0.1');
}

describe('the brokers of docs/how-to/write-your-own-broker.md', () => {
  const EXAMPLES = [
    ['synchronous.js', '', CREDENTIALS],
    ['asynchronous.js', '', undefined],
    ['bindings.js', '/databases', undefined],
  ] as const;

  test('are all that the page has', async () => {
    const names = (await readDocExamples(BROKERS)).map(({ name }) => name.replace(/ts$/, 'js'));
    expect(names).toEqual(EXAMPLES.map(([name]) => name));
  });

  test.each(EXAMPLES)('%s keeps to the specification', async (name, prefix, credentials) => {
    const url = `${await givenExample(name)}${prefix}`;
    const report = await runChecks({
      connection: { url, credentials },
      polling: { firstWaitMs: 50, longestWaitMs: 100 },
    });
    const failed = report.results.filter(({ status }) => status === 'failed');
    expect({ failed, leftovers: report.leftovers }).toEqual({ failed: [], leftovers: [] });
    expect(countResults(report).passed).toBeGreaterThan(50);
  });

  test.each(EXAMPLES)('%s is driven through a whole life by the command line', async (name, prefix) => {
    const { osb } = await givenClient(`${await givenExample(name)}${prefix}`);
    const catalog = JSON.parse((await osb('catalog', '-o', 'json')).stdout);
    const [{ name: service, bindable }] = catalog.services;
    const onlyBindable = bindable
      ? [
          ['bind', 'a', 'b'],
          ['credentials', 'a', '--attribute', 'uri'],
          ['unbind', 'a', 'b'],
        ]
      : [];
    const codes: unknown[] = [];
    for (const args of [['provision', 'a', '--service', service], ...onlyBindable, ['deprovision', 'a']])
      codes.push((await osb(...args)).code);
    expect(codes.filter((code) => code !== 0)).toEqual([]);
    expect((await osb('services', '-o', 'json')).stdout).toBe('[]\n');
  });
});

describe('the programs of the other pages', () => {
  test.each(SNIPPETS)('%s does what it says', async (page) => {
    const [offering] = MOCK_CATALOG.services;
    const catalog = { services: [{ ...offering!, name: 'database' }] };
    const mock = await startMockServer({ catalog, mode: 'sync', credentials: CREDENTIALS });
    onTestFinished(() => mock.close());
    const [example] = await readDocExamples(page);
    // The only thing that a reader has to change.
    const text = (example?.text ?? '').replaceAll('https://broker.example.com', mock.url);
    const name = `run-${example?.name.replace(/ts$/, 'mjs')}`;
    await consumer.write(name, text);
    await expect(run(process.execPath, [name], { cwd: consumer.folder })).resolves.toBeDefined();
  });

  test('every program in the docs that imports the package is run here', async () => {
    const docs = new URL('../../docs/', import.meta.url);
    const pages = (await readdir(docs, { recursive: true }))
      .filter((path) => path.endsWith('.md'))
      .map((path) => `docs/${path}`);
    const having = await Promise.all(
      pages.map(async (page) => ({
        page,
        has: (await readDocExamples(page)).some(({ text }) => text.includes("'gitbroker")),
      })),
    );
    const found = having.filter(({ has }) => has).map(({ page }) => page);
    expect(found.toSorted()).toEqual([BROKERS, ...SNIPPETS].toSorted());
  });
});
