/** What how-to pages find when they begin: a repository, a broker that serves it, and orders. */

export interface Situation {
  /** Makes `remote.git` in the folder. @returns what ends it */
  prepare(folder: string, port: string): Promise<() => Promise<void>>;
}

export const SITUATIONS: ReadonlyMap<string, Situation> = new Map();
