/** Where snapshots get their objects from; replaced as a whole when the clone is. */
import type { Tree } from './tree.js';

export interface ObjectSource {
  tree(id: string): Promise<Tree>;
  blob(id: string): Promise<Buffer>;
}
