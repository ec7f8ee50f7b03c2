/** Where a runner keeps logs and the state of handlers: of its own for each repository, and the same in every run. */
import { hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { wrongUsage } from '../refusal.js';

/** @throws Refusal when it cannot be made */
export async function stateFolder(
  asked: string | undefined,
  { url, branch }: { readonly url: string; readonly branch: string },
  { env, cwd }: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
): Promise<string> {
  const folder = asked === undefined ? defaultFolder(env, `${url}\n${branch}`) : resolve(cwd, asked);
  if (folder === undefined) throw wrongUsage('there is no home folder: say by --folder where logs and state are kept');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw wrongUsage(`${reason}: say by --folder where logs and state are kept`);
  }
  return folder;
}

function defaultFolder(env: Readonly<Record<string, string | undefined>>, key: string): string | undefined {
  const base = env['XDG_STATE_HOME'] || (env['HOME'] && join(env['HOME'], '.local', 'state'));
  // The URL may hold a password.
  return base ? join(base, 'gitbroker', hash('sha256', key).slice(0, 16)) : undefined;
}
