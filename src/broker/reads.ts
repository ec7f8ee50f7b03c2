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
  /** The view of each snapshot in use, so that what was read from it once is at hand for the next poll. */
  readonly #views = new WeakMap<Snapshot, RepositoryView>();

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

  #view(snapshot: Snapshot): RepositoryView {
    const known = this.#views.get(snapshot);
    if (known) return known;
    const view = remembering(this.#viewOf(snapshot));
    this.#views.set(snapshot, view);
    return view;
  }

  async #attempt<T>(look: (view: RepositoryView) => Promise<Looked<T>>, snapshot: Snapshot) {
    try {
      const looked = await look(this.#view(snapshot));
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

/** Instances by id, as long as the snapshot is the newest: it never changes, so neither do they. */
function remembering(view: RepositoryView): RepositoryView {
  const instances = new Map<string, ReturnType<RepositoryView['instance']>>();
  return {
    ...view,
    instance: (instanceId) => {
      const known = instances.get(instanceId);
      if (known) return known;
      const reading = view.instance(instanceId);
      instances.set(instanceId, reading);
      // A failed reading must not be remembered: the next one may find the clone repaired.
      reading.catch(() => instances.delete(instanceId));
      return reading;
    },
  };
}
