/** The READMEs: each pipeline has one that says the same kinds of things, is in the table, and leads nowhere wrong. */
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readText } from './read-pipeline.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PIPELINES = resolve(ROOT, 'pipelines');

async function pipelines(): Promise<string[]> {
  const entries = await readdir(PIPELINES, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

test('every pipeline is in the table, and its README says how it is set up, its rights, and what was run', async () => {
  const table = await readText('README.md');
  for (const name of await pipelines()) {
    expect(table).toContain(`| [\`${name}\`](${name}/README.md)`);
    const headings = (await readText(`${name}/README.md`)).match(/(?<=^## ).*$/gm);
    expect([name, headings]).toEqual([
      name,
      expect.arrayContaining(['Set up', 'Credentials', 'Good to know', 'What was run']),
    ]);
    expect(await readText(`${name}/README.md`)).toContain(`gitbroker generate ${name}`);
  }
});

test('every link leads to a file, and to a heading in it', async () => {
  const names = (await pipelines()).map((name) => `pipelines/${name}/README.md`);
  const broken: string[] = [];
  for (const path of ['pipelines/README.md', 'docs/how-to/automate-with-a-pipeline.md', ...names]) {
    const text = (await readFile(resolve(ROOT, path), 'utf8')).replaceAll(/\s+/g, ' ');
    for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (link.startsWith('https:')) continue;
      const [file = '', anchor] = link.split('#');
      const target = resolve(ROOT, dirname(path), file === '' ? relative(dirname(path), path) : file);
      if (!(await leadsTo(target, anchor))) broken.push(`${path}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});

async function leadsTo(file: string, anchor: string | undefined): Promise<boolean> {
  if (anchor === undefined)
    return access(file).then(
      () => true,
      () => false,
    );
  const text = await readFile(file, 'utf8').catch(() => '');
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
  return anchors.includes(anchor);
}
