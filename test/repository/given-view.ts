/** A repository in memory: files by path, nothing committed. */
import { RecordCache } from '../../src/repository/record-cache.js';
import { openRepositoryView } from '../../src/repository/repository-view.js';
import type { RepositoryView } from '../../src/repository/repository-view.js';
import { StagedSnapshot } from '../../src/store/staged-snapshot.js';
import type { Snapshot } from '../../src/store/store.js';

const NOTHING: Snapshot = {
  commit: null,
  entry: async () => undefined,
  list: async () => new Map(),
  read: async () => undefined,
};

export type Contents = Record<string, string | Uint8Array>;

export function givenSnapshot(files: Contents): Snapshot {
  const snapshot = new StagedSnapshot(NOTHING);
  snapshot.apply(Object.entries(files).map(([path, content]) => ({ path, content })));
  return snapshot;
}

export function givenView(files: Contents): RepositoryView {
  return openRepositoryView(givenSnapshot(files), new RecordCache(10));
}

export const INSTANCE = 'serviceInstanceId: i\nserviceDefinitionId: s\nplanId: p\n';
export const BINDING = 'bindingId: b\nserviceInstanceId: i\nserviceDefinitionId: s\nplanId: p\n';
