/**
 * Runs transactions against the newest remote commit, again and again until their push is accepted.
 *
 * One loop does everything: it takes all transactions that wait, decides each on top of the ones before, and has the
 * remote confirm what they were decided on: by an accepted push when something changed, by a fetch when nothing did.
 * Knows nothing of service instances: it moves files and commits only.
 */
import type { Waiting } from './batch.js';
import { BatchSettler } from './batch-settler.js';
import type { CommitOptions } from './batch-settler.js';
import type { CloneDamage } from './damage.js';
import { Gathering } from './gathering.js';
import { LocalClone } from './local-clone.js';
import type { LocalCloneOptions } from './local-clone.js';
import { RemoteHead } from './remote-head.js';
import { StoreError } from './store.js';
import type { Snapshot, Store, StoreHealth, Transaction } from './store.js';

export interface GitStoreOptions extends LocalCloneOptions, CommitOptions {
  /** Deadline of every transaction, and so of every remote call. */
  readonly timeoutMs: number;
  readonly maxBatch?: number;
  readonly maxQueue?: number;
}

/** Opening does not wait for the remote: the first transaction or refresh does. */
export function openGitStore(options: GitStoreOptions): Store {
  return new GitStore(options);
}

class GitStore implements Store {
  readonly #options: GitStoreOptions;
  readonly #clone: LocalClone;
  readonly #head: RemoteHead;
  readonly #waiting: Waiting[] = [];
  readonly #gathering = new Gathering();
  readonly #settler: BatchSettler;
  #loop: Promise<void> | undefined;
  #healing: Promise<unknown> | undefined;
  #closing = false;

  constructor(options: GitStoreOptions) {
    this.#options = options;
    this.#clone = new LocalClone(options);
    const heal = (damage: CloneDamage) => this.#heal(damage);
    const { observer } = options;
    this.#head = new RemoteHead({ clone: this.#clone, observer, heal });
    this.#settler = new BatchSettler({
      clone: this.#clone,
      head: this.#head,
      gathering: this.#gathering,
      commits: options,
      observer,
      giveBack: (waiting) => this.#waiting.unshift(...waiting),
    });
  }

  snapshot(): Snapshot {
    return this.#head.snapshot();
  }

  refresh(): Promise<Snapshot> {
    return this.transact((snapshot) => ({ result: snapshot, changes: [] })).then(() => this.snapshot());
  }

  transact<T>(transaction: Transaction<T>): Promise<T> {
    if (this.#closing) return this.#refuse(new StoreError('closing', 'the store is closing'));
    if (this.#waiting.length >= (this.#options.maxQueue ?? 4096)) {
      return this.#refuse(new StoreError('busy', 'too many transactions are waiting'));
    }
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        transaction,
        deadline: performance.now() + this.#options.timeoutMs,
        // The loop hands back what this very transaction returned.
        resolve: resolve as (result: unknown) => void,
        reject,
      });
      this.#loop ??= this.#run().finally(() => {
        this.#loop = undefined;
      });
    });
  }

  health(): StoreHealth {
    return this.#head.health();
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#loop;
    await this.#clone.close();
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gathering.gather(this.#waiting);
      const batch = this.#waiting.splice(0, this.#options.maxBatch ?? 512);
      const { length } = batch;
      const started = performance.now();
      await this.#settler.settle(batch);
      this.#gathering.learn(this.#waiting.length + length, performance.now() - started);
      // Lets those who were just answered put their next request into the queue.
      await new Promise(setImmediate);
    }
  }

  #refuse(error: StoreError): Promise<never> {
    this.#options.observer?.failed?.({ error, transactions: 1 });
    return Promise.reject(error);
  }

  /** In the loop's order, and once for all reads that met the damage. */
  #heal(damage: CloneDamage): Promise<unknown> {
    let known = false;
    this.#healing ??= this.transact(() => {
      if (known) return { result: undefined, changes: [] };
      known = true;
      throw damage;
    }).finally(() => {
      this.#healing = undefined;
    });
    return this.#healing;
  }
}
