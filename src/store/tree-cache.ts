/** Trees and small files by object id, the least recently used ones dropped: contents of an id never change. */
import type { ObjectReader } from './object-reader.js';
import { parseTree } from './tree.js';
import type { Tree } from './tree.js';

/** An entry of a tree takes some 150 bytes of memory. */
const MAX_CACHED_ENTRIES = 1_000_000;

export class TreeCache {
  readonly #trees = new Map<string, Tree>();
  #entries = 0;

  get(id: string): Tree | undefined {
    const tree = this.#trees.get(id);
    if (tree) {
      this.#trees.delete(id);
      this.#trees.set(id, tree);
    }
    return tree;
  }

  add(id: string, tree: Tree): void {
    if (this.#trees.has(id)) return;
    this.#trees.set(id, tree);
    this.#entries += tree.size + 1;
    for (const [oldest, old] of this.#trees) {
      if (this.#entries <= MAX_CACHED_ENTRIES || oldest === id) break;
      this.#trees.delete(oldest);
      this.#entries -= old.size + 1;
    }
  }

  async read(id: string, reader: ObjectReader): Promise<Tree> {
    const known = this.get(id);
    if (known) return known;
    const tree = parseTree(await reader.read(id));
    this.add(id, tree);
    return tree;
  }
}
