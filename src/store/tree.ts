/**
 * Tree objects in memory. Names are held as latin1, a character per byte, so that names of others which are no UTF-8
 * are written back as they were.
 */

export interface TreeEntry {
  readonly mode: string;
  readonly id: string;
}

/** Entries by tree name. Never changed once made: a new tree is a new map. */
export type Tree = ReadonlyMap<string, TreeEntry>;

const BEYOND_ASCII = /[^\0-\x7f]/;

/** How a name, which is UTF-8 on disk, is held in a tree. */
export function toTreeName(name: string): string {
  return BEYOND_ASCII.test(name) ? Buffer.from(name).toString('latin1') : name;
}

export function fromTreeName(treeName: string): string {
  return BEYOND_ASCII.test(treeName) ? Buffer.from(treeName, 'latin1').toString() : treeName;
}

export const FOLDER_MODE = '40000';
export const FILE_MODE = '100644';

export function parseTree(content: Buffer): Tree {
  const tree = new Map<string, TreeEntry>();
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(32, at);
    const end = content.indexOf(0, space);
    const mode = content.toString('latin1', at, space);
    tree.set(content.toString('latin1', space + 1, end), { mode, id: content.toString('hex', end + 1, end + 21) });
    at = end + 21;
  }
  return tree;
}

export function formatTree(tree: Tree): Buffer {
  // Git sorts folders as if their names ended with a slash.
  const entries = [...tree].map(([name, entry]) => ({
    key: entry.mode === FOLDER_MODE ? `${name}/` : name,
    name,
    entry,
  }));
  entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  const size = entries.reduce((sum, { name, entry }) => sum + entry.mode.length + name.length + 22, 0);
  const content = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { name, entry } of entries) {
    at += content.write(`${entry.mode} ${name}\0`, at, 'latin1');
    at += content.write(entry.id, at, 20, 'hex');
  }
  return content;
}
