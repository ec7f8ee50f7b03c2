/** What of the runner's environment a handler gets to see: little, and what runner.yml names. */
import type { Masker } from './masker.js';
import type { Environment } from './runner-file.js';

type Variables = Readonly<Record<string, string | undefined>>;

const ALWAYS = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** Values of `secrets` are made known to `masker`. */
export function handlerEnvironment(all: Variables, { pass, secrets }: Environment, masker: Masker) {
  const chosen: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined) continue;
    const isSecret = secrets.some((pattern) => fits(name, pattern));
    if (isSecret) masker.add(value);
    if (isSecret || ALWAYS.includes(name.toUpperCase()) || pass.some((pattern) => fits(name, pattern))) {
      chosen[name] = value;
    }
  }
  return chosen;
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
