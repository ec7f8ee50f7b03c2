/** Writes the changes of a transaction into a folder: never through a link, never outside, each file whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInsideFolder } from '../../store/folder-snapshot.js';
import type { Change } from '../../store/store.js';
import { answerNo } from '../refusal.js';

/** @throws Refusal before anything is written, when one of the paths leaves the folder */
export async function writeIntoFolder(root: string, changes: readonly Change[]): Promise<void> {
  for (const { path } of changes) {
    const climbs = path.split('/').some((name) => name === '' || name === '.' || name === '..' || name === '.git');
    if (climbs || !(await isInsideFolder(root, path))) {
      throw answerNo(`${path} is not written: it, or a folder above it, is a link or leads out of the repository`);
    }
  }
  for (const { path, content } of changes) {
    const target = join(root, path);
    if (content === null) await rm(target, { recursive: true, force: true });
    else await writeWhole(target, content);
  }
}

async function writeWhole(target: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const draft = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await rename(draft, target);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}
