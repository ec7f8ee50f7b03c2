/** What a repository argument names: a folder with files in it, or a repository that git has to be asked for. */
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { wrongUsage } from '../refusal.js';

export type Location =
  | { readonly kind: 'folder'; readonly path: string; readonly isCheckout: boolean }
  /** A bare repository at a path, or a URL. */
  | { readonly kind: 'remote'; readonly url: string };

/** @throws Refusal when there is no repository */
export async function locateRepository(argument: string, cwd: string): Promise<Location> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(argument) || /^[^/\s]+@[^/\s]+:/.test(argument)) {
    return { kind: 'remote', url: argument };
  }
  const path = resolve(cwd, argument);
  const has = (name: string) => exists(join(path, name));
  if (await has('.git')) return { kind: 'folder', path, isCheckout: true };
  if ((await has('HEAD')) && (await has('objects'))) return { kind: 'remote', url: path };
  if ((await has('instances')) || (await has('catalog.yml'))) return { kind: 'folder', path, isCheckout: false };
  throw wrongUsage(
    (await exists(path))
      ? `${path} is no repository: it has neither .git nor catalog.yml nor instances/`
      : `${path} does not exist`,
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
