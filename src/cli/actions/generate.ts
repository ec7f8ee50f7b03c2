/** `gitbroker generate`: files to start from. Nothing that is there already is replaced, unless it is asked for. */
import { access, chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInsideFolder } from '../../store/folder-snapshot.js';
import type { CommandContext } from '../command-context.js';
import { TEMPLATES } from '../generated/templates.js';
import { answerNo, wrongUsage } from '../refusal.js';

export interface GenerateOptions {
  readonly force?: boolean;
}

/** Lies beside `src` and `dist` alike, also in an installed package. */
const PIPELINES = fileURLToPath(new URL('../../../pipelines', import.meta.url));

interface GeneratedFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

export async function runGenerate(
  { cwd, stdout, stderr }: CommandContext,
  what: string | undefined,
  folder: string,
  { force }: GenerateOptions,
): Promise<void> {
  const names = [...TEMPLATES.keys(), ...(await pipelineNames())];
  if (what === undefined) {
    stdout.write(names.map((name) => `${name}\n`).join(''));
    return;
  }
  if (!names.includes(what)) throw wrongUsage(`there is no "${what}" to generate, only: ${names.join(', ')}`);
  const template = TEMPLATES.get(what);
  const files = template ? [{ path: template.path, content: template.content() }] : await pipelineFiles(what);
  const target = resolve(cwd, folder);
  await requireFree(target, files, force);
  for (const { path, content } of files) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), content);
    // Not by a mode of writeFile: that is for new files only, and less whatever the umask takes away.
    if (template?.isProgram) await chmod(join(target, path), 0o755);
    stdout.write(`${path}\n`);
  }
  if (!template) stderr.write(`What it needs is told in ${join(PIPELINES, what, 'README.md')}\n`);
}

async function requireFree(target: string, files: readonly GeneratedFile[], force: boolean | undefined) {
  const taken: string[] = [];
  for (const { path } of files) {
    if (!(await isInsideFolder(target, path)))
      throw answerNo(`${path} is, or goes through, a link: nothing is written`);
    if (await exists(join(target, path))) taken.push(path);
  }
  if (taken.length > 0 && !force) {
    throw answerNo(`there already: ${taken.join(', ')}; nothing is written (--force replaces them)`);
  }
}

async function pipelineNames(): Promise<string[]> {
  if (!(await exists(PIPELINES))) return [];
  const entries = await readdir(PIPELINES, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** All but its README: the repository has one of its own. */
async function pipelineFiles(name: string): Promise<GeneratedFile[]> {
  const root = join(PIPELINES, name);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => path !== 'README.md')
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(root, path)) })));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
