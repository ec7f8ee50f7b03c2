/**
 * Answers reads from memory, and looks at the remote first where memory alone could be wrong.
 *
 * A negative or final answer about something that another replica may know better is given only from a snapshot that the
 * remote has confirmed after the request came in; if it cannot be asked, the answer is 503, never 404, 410 or `failed`.
 */
import { OsbError } from '../osb/errors.js';
import type { RepositoryView } from '../repository/repository-view.js';
import type { Snapshot, Store } from '../store/store.js';
import { asOsbError } from './store-failure.js';

/** What a look at a snapshot found. */
export interface Looked<T> {
  readonly answer: T;
  /** True when no newer snapshot could make this answer wrong in a way that matters. */
  readonly certain: boolean;
  /** The operation has run out of time, which must be written down before it is told. */
  readonly overdue?: boolean;
}

export interface Freshness {
  /** Reads wait for the remote when memory is older than this, as long as the remote answers. */
  readonly maxStalenessSeconds: number;
  /** Beyond this age nothing is answered from memory. */
  readonly maxStalenessHardSeconds: number;
}

export class Reads {
  readonly #store: Store;
  readonly #freshness: Freshness;
  readonly #viewOf: (snapshot: Snapshot) => RepositoryView;

  constructor(store: Store, freshness: Freshness, viewOf: (snapshot: Snapshot) => RepositoryView) {
    this.#store = store;
    this.#freshness = freshness;
    this.#viewOf = viewOf;
  }

  async read<T>(look: (view: RepositoryView) => Promise<Looked<T>>): Promise<Looked<T>> {
    const found = await this.#attempt(look, await this.#recentSnapshot());
    return found.certain ? found.looked() : (await this.#attempt(look, await this.#confirmedSnapshot())).looked();
  }

  /** The newest snapshot in memory, refreshed first when it is too old. */
  async #recentSnapshot(): Promise<Snapshot> {
    const { snapshotAgeSeconds: age, failure } = this.#store.health();
    if (age === undefined) return this.#confirmedSnapshot();
    if (age > this.#freshness.maxStalenessHardSeconds) return this.#confirmedSnapshot();
    // While the remote fails, waiting for it would only make every read slow: the header and the metric tell the age.
    if (age > this.#freshness.maxStalenessSeconds && !failure)
      return this.#confirmedSnapshot().catch(() => this.#store.snapshot());
    return this.#store.snapshot();
  }

  async #confirmedSnapshot(): Promise<Snapshot> {
    try {
      return await this.#store.refresh();
    } catch (error) {
      throw asOsbError(error);
    }
  }

  async #attempt<T>(look: (view: RepositoryView) => Promise<Looked<T>>, snapshot: Snapshot) {
    try {
      const looked = await look(this.#viewOf(snapshot));
      return { certain: looked.certain, looked: () => looked };
    } catch (error) {
      if (!(error instanceof OsbError)) throw asOsbError(error);
      return {
        certain: false,
        looked: (): Looked<T> => {
          throw error;
        },
      };
    }
  }
}
