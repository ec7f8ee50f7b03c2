/** Ready is who has a snapshot and a catalog to answer from. */
import { OsbError } from '../osb/errors.js';
import { StoreError } from '../store/store.js';
import type { Snapshot, Store } from '../store/store.js';

export async function isReady(
  store: Pick<Store, 'snapshot'>,
  catalog: { at(snapshot: Snapshot): Promise<unknown> },
): Promise<boolean> {
  try {
    await catalog.at(store.snapshot());
    return true;
  } catch (cause) {
    if (cause instanceof OsbError || cause instanceof StoreError) return false;
    throw cause;
  }
}
