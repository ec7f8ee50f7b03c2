/** The files of a tree that a handler gave, with paths that cannot lead out of the repository or over an order. */
import { z } from 'zod';
import type { TreeNode } from './transform-handler.js';

export interface TreeFileAt {
  readonly path: string;
  readonly content: string | Uint8Array;
}

const MAX_DEPTH = 64;
const Node: z.ZodType<TreeNode> = z.lazy(() =>
  z.union([
    z.strictObject({ name: z.string(), content: z.union([z.string(), z.instanceof(Uint8Array)]) }),
    z.strictObject({ name: z.string(), entries: z.array(Node) }),
  ]),
);
const Tree = z.union([z.null(), z.undefined(), z.array(Node), Node]);

/** @throws Error in words when it is no tree, or one of its paths is refused */
export function treeFiles(given: unknown): TreeFileAt[] {
  const tree = Tree.safeParse(given);
  if (!tree.success) {
    throw new Error('gave no tree of files: { name, content } is a file, { name, entries } is a folder');
  }
  if (!tree.data) return [];
  return (Array.isArray(tree.data) ? tree.data : [tree.data]).flatMap((node) => filesOf(node, []));
}

function filesOf(node: TreeNode, above: readonly string[]): TreeFileAt[] {
  const names = [...above, ...segmentsOf(node.name)];
  if (names.length > MAX_DEPTH) throw new Error(`gave a tree that is more than ${MAX_DEPTH} folders deep`);
  if ('entries' in node) return node.entries.flatMap((entry) => filesOf(entry, names));
  const path = names.join('/');
  if (path === '') throw new Error('gave a file without a name');
  if (/^instances\/(?:.*\/)?(?:instance|binding|claim)\.yml$/i.test(path)) throw new Error(`may not write ${path}`);
  return [{ path, content: node.content }];
}

/** A name may be a path, as UniPipe allows, and may say nothing (`.`), but never climb. */
function segmentsOf(name: string): string[] {
  const parts = name.split('/').filter((part) => part !== '.');
  const isBad = (part: string) =>
    part === '' || part === '..' || part.toLowerCase() === '.git' || /[\p{Cc}\\]/u.test(part);
  if (name.includes('/') ? parts.some(isBad) : name !== '.' && isBad(name)) {
    throw new Error(`gave a name that is refused: ${JSON.stringify(name)}`);
  }
  return parts;
}
