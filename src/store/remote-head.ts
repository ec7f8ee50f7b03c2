/**
 * The branch as the remote last confirmed it, and how long ago. Follows the remote wherever it goes; knows nothing of
 * transactions.
 */
import type { CloneDamage } from './damage.js';
import { timeLeft } from './deadline.js';
import type { GitSnapshot } from './git-snapshot.js';
import { HealingSnapshot } from './healing-snapshot.js';
import type { LocalClone } from './local-clone.js';
import { StoreError } from './store.js';
import type { Snapshot, StoreHealth, StoreObserver } from './store.js';

export interface RemoteHeadOptions {
  readonly clone: LocalClone;
  readonly observer: StoreObserver | undefined;
  /** Has the clone replaced after a read met this damage. */
  readonly heal: (damage: CloneDamage) => Promise<unknown>;
}

export class RemoteHead {
  readonly #options: RemoteHeadOptions;
  #known: GitSnapshot | undefined;
  /** The same as `#known`, for everybody else: one object as long as the head is the same. */
  #snapshot: Snapshot | undefined;
  #confirmedAt: number | undefined;
  #failure: StoreError | undefined;

  constructor(options: RemoteHeadOptions) {
    this.#options = options;
  }

  /** What transactions are decided on; undefined before the first fetch of a clone. */
  get known(): GitSnapshot | undefined {
    return this.#known;
  }

  get failure(): StoreError | undefined {
    return this.#failure;
  }

  snapshot(): Snapshot {
    if (!this.#snapshot) throw this.#failure ?? new StoreError('unreachable', 'the remote has not been reached yet');
    return this.#snapshot;
  }

  health(): StoreHealth {
    const age = this.#confirmedAt === undefined ? undefined : (performance.now() - this.#confirmedAt) / 1000;
    return { snapshotAgeSeconds: age, failure: this.#failure };
  }

  /** @throws StoreError | CloneDamage */
  async fetch(deadline: number): Promise<GitSnapshot> {
    const { clone } = this.#options;
    const before = this.#known;
    const commit = await clone.fetch(timeLeft(deadline));
    // An empty branch would have all its records answered as gone, and the next order would make one without the others.
    if (commit === null && this.#snapshot?.commit)
      throw new StoreError('branch-gone', 'the branch was deleted or renamed');
    const head = before && before.commit === commit ? before : await clone.snapshot(commit);
    if (before && head !== before) await this.#warnOfRewriting(before.commit, commit, deadline);
    this.confirm(head);
    return head;
  }

  confirm(head: GitSnapshot): void {
    if (this.#known !== head) this.#snapshot = new HealingSnapshot(head, this.#options.heal);
    this.#known = head;
    this.#confirmedAt = performance.now();
    this.#failure = undefined;
  }

  /** Until the next contact. */
  failed(error: StoreError): void {
    this.#failure = error;
  }

  /** The clone it was read from is gone. Readers keep their snapshot. */
  forget(): void {
    this.#known = undefined;
  }

  async #warnOfRewriting(before: string | null, commit: string | null, deadline: number): Promise<void> {
    if (before === null || commit === null) return;
    if (await this.#options.clone.isAncestor(before, commit, timeLeft(deadline))) return;
    this.#options.observer?.warning?.({
      kind: 'branch-rewritten',
      message: `the branch was rewritten: ${before} is no part of ${commit}`,
      remedy: 'The remote is followed. Orders that were on the old branch only must be restored by a person.',
    });
  }
}
