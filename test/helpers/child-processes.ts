/** The processes below another one, by what Linux tells of them. */
import { readdir, readFile } from 'node:fs/promises';

/** Ids of the children that have this word in their command line. */
export async function childrenOf(pid: number | undefined, word: string): Promise<number[]> {
  const tasks = `/proc/${pid}/task`;
  const lists = await Promise.all(
    (await readdir(tasks)).map((task) => readFile(`${tasks}/${task}/children`, 'utf8').catch(() => '')),
  );
  const ids = lists.join(' ').split(' ').filter(Boolean).map(Number);
  // Those that have ended in the meantime have no command line any more.
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.filter((_, index) => lines[index]?.split('\0').includes(word));
}
