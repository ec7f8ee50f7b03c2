/** What a Terraform or OpenTofu module declares: its variables, and where its state is kept. Read from its files, without running it. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { blocksOf } from './hcl-blocks.js';

export interface TerraformModule {
  readonly variables: ReadonlySet<string>;
  /** Type of the backend, `cloud` included; undefined when the module names none. */
  readonly backend: string | undefined;
}

/** undefined when there is no such folder, or no module in it. */
export async function readModule(folder: string): Promise<TerraformModule | undefined> {
  const names = (await readdir(folder).catch(ignoreAbsent)) ?? [];
  const paths: (readonly string[])[] = [];
  const files = names.filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name));
  for (const name of files) {
    const text = await readFile(join(folder, name), 'utf8');
    paths.push(...(name.endsWith('.json') ? jsonPaths(text) : blocksOf(text).map(({ path }) => path)));
  }
  if (files.length === 0) return undefined;
  const variables = paths.filter(([type, , ...more]) => type === 'variable' && more.length === 0);
  const backend = paths.find(([type, kind]) => type === 'terraform' && (kind === 'backend' || kind === 'cloud'));
  return {
    variables: new Set(variables.flatMap(([, name]) => name ?? [])),
    backend: backend && (backend[1] === 'cloud' ? 'cloud' : backend[2]),
  };
}

/** The same paths, of the JSON spelling. What it cannot read is left for the binary to complain about. */
function jsonPaths(text: string): (readonly string[])[] {
  try {
    const root: unknown = JSON.parse(text);
    return keysBelow(root, 3);
  } catch {
    return [];
  }
}

function keysBelow(value: unknown, depth: number): (readonly string[])[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => keysBelow(item, depth));
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const paths: (readonly string[])[] = [];
  for (const [key, below] of Object.entries(value)) {
    paths.push([key]);
    // Of a variable its name is enough; what is below describes it.
    for (const path of keysBelow(below, key === 'variable' ? 1 : depth - 1)) paths.push([key, ...path]);
  }
  return paths;
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
