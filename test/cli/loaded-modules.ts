/** What a command loads, seen by a hook in its own process: which packages, and which of our folders. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ENVIRONMENT, MAIN } from './given-cli.js';

const ROOT = new URL('../../', import.meta.url).href;
const HOOK = `import { writeSync } from 'node:fs';
export const load = (url, context, next) => { writeSync(2, 'loaded ' + url + '\\n'); return next(url, context); };`;
const REGISTER = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(HOOK))});`;

function dataUrl(text: string): string {
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

export interface Loaded {
  /** Sorted, each once. */
  readonly packages: readonly string[];
  /** First folders below dist, without `cli`. */
  readonly layers: readonly string[];
  readonly files: number;
}

export async function loadedBy(args: readonly string[]): Promise<Loaded> {
  const options = { env: ENVIRONMENT, cwd: fileURLToPath(ROOT), maxBuffer: 1 << 26 };
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', dataUrl(REGISTER), MAIN, ...args],
    options,
  );
  const urls = [...stderr.matchAll(/^loaded (file:.*)$/gm)].map(([, url = '']) => url.replace(ROOT, ''));
  const first = (pattern: RegExp) => [...new Set(urls.flatMap((url) => pattern.exec(url)?.[1] ?? []))].sort();
  return {
    packages: first(/^node_modules\/((?:@[^/]+\/)?[^/]+)/),
    layers: first(/^dist\/(\w+)\//).filter((layer) => layer !== 'cli'),
    files: urls.filter((url) => url.startsWith('dist/')).length,
  };
}
