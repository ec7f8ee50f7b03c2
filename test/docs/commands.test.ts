/** The commands of the docs do what the docs say. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readPage } from './read-page.js';
import type { PageBlock } from './read-page.js';
import { asShown, isShown, normalize } from './shown-output.js';
import { givenPlace } from './given-place.js';
import type { Place } from './given-place.js';
import { NOT_RUN } from './not-run.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const pages = await findPages();

async function findPages(): Promise<{ page: string; blocks: PageBlock[] }[]> {
  const folders = ['docs/tutorial', 'docs/how-to'];
  const lists = await Promise.all(
    folders.map(async (folder) => (await readdir(`${ROOT}/${folder}`)).sort().map((name) => `${folder}/${name}`)),
  );
  const all = await Promise.all(lists.flat().map(async (page) => ({ page, blocks: await readPage(page) })));
  return all.filter(({ blocks }) => blocks.length > 0);
}

const NEEDED: ReadonlyMap<string, string> = new Map([['docs/how-to/automate-with-terraform.md', 'terraform']]);

function isThere(program: string): Promise<boolean> {
  return promisify(execFile)(program, ['version']).then(
    () => true,
    () => false,
  );
}

const isRun = ({ kind }: PageBlock) => kind !== 'no-run';

describe('commands of the docs', () => {
  const run = pages.filter(({ blocks }) => blocks.some(isRun));
  test.concurrent.for(run)('$page', { timeout: 120_000 }, async ({ page, blocks }, { onTestFinished, skip }) => {
    const program = NEEDED.get(page);
    skip(program !== undefined && !(await isThere(program)), `there is no ${program}`);
    const place = await givenPlace(page);
    onTestFinished(place.remove);
    for (const block of blocks.filter(isRun)) await follow(block, place);
  });

  test('that cannot be run here are few, and known', () => {
    const notRun = pages.flatMap(({ page, blocks }) =>
      blocks.filter((block) => !isRun(block)).map(({ commands }) => [page, commands.split('\n')[0]]),
    );
    expect(notRun).toEqual(NOT_RUN.map(({ page, begins }) => [page, begins]));
  });
});

async function follow(
  { kind, commands, exitCode, terminal, shown, place: at }: PageBlock,
  place: Place,
): Promise<void> {
  const used = place.terminal(terminal);
  const expected = shown.map(place.adapt);
  const isAllShown = (output: string) => expected.every((text) => isShown(output, `…${text.trim()}…`));
  if (kind === 'look') return used.until(isAllShown);
  if (kind === 'start') return used.start(place.adapt(commands), isAllShown);
  const ran = await used.run(place.adapt(commands));
  expect({ at, ...ran }).toEqual({ at, output: expect.any(String), exitCode });
  for (const text of expected) {
    expect({ at, output: asShown(ran.output, text) }).toEqual({ at, output: normalize(text) });
  }
}
