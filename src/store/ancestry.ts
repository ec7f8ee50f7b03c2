/**
 * Whether a commit is part of another one's history, for commits that lie close together: told from a few objects, where
 * `git merge-base` would be a process to start.
 */
import { CloneDamage } from './damage.js';

/** Reads objects of the clone. @throws CloneDamage for those that are not there */
export type ReadObject = (id: string) => Promise<Buffer>;

/** More than are made in between two looks at the remote, as a rule. */
const MAX_COMMITS = 64;

/** @returns undefined when it takes more to tell */
export async function isRecentAncestor(
  read: ReadObject,
  ancestor: string,
  commit: string,
): Promise<boolean | undefined> {
  try {
    // What lies behind its parents cannot lead to it.
    const seen = new Set(await parentsOf(read, ancestor));
    const next = [commit];
    for (let walked = 0; walked < MAX_COMMITS; walked += 1) {
      const at = next.shift();
      if (at === undefined) return false;
      if (at === ancestor) return true;
      if (seen.has(at)) continue;
      seen.add(at);
      next.push(...(await parentsOf(read, at)));
    }
    return undefined;
  } catch (error) {
    if (error instanceof CloneDamage) return undefined;
    throw error;
  }
}

async function parentsOf(read: ReadObject, commit: string): Promise<string[]> {
  const text = (await read(commit)).toString('latin1');
  const header = text.slice(0, text.indexOf('\n\n'));
  return [...header.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, id]) => id ?? '');
}
