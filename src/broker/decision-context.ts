/** What a decision may know beside the snapshot. Fixed once per request, so that a replayed decision sees the same. */
import type { Catalog } from '../osb/catalog.js';
import type { Snapshot } from '../store/store.js';

export interface StatusRules {
  /** `STATUS_OPERATION=required`: a status that names no operation does not count. */
  readonly requireOperation: boolean;
  /** After how many seconds without a final status an operation fails, where its plan does not say; 0 is never. */
  readonly operationTimeoutSeconds: number;
}

export interface DecisionContext {
  readonly now: Date;
  /** Id of the operation this request starts, if it starts one. */
  readonly operationId: string;
  readonly rules: StatusRules;
  /** The catalog in force at a snapshot. @throws OsbError `Unavailable` when there never was a valid one. */
  readonly catalogAt: (snapshot: Snapshot) => Promise<Catalog>;
}
