/**
 * The git store: files of one branch of a remote repository, read as snapshots and changed by transactions.
 *
 * Knows nothing of services: it moves files and commits only. The laws every implementation keeps are in
 * `docs/explanation/how-it-works.md`; `test/store/laws.ts` runs them against every kind of remote.
 */

/** A name in a folder. Equal ids mean equal content, for a folder everything below it included; absent while uncommitted. */
export interface Entry {
  readonly kind: 'file' | 'folder';
  readonly id: string | undefined;
}

/** The branch at one commit (or, inside a transaction, with the changes of the transactions before it). Immutable. */
export interface Snapshot {
  /** Commit id; null while the branch does not exist. */
  readonly commit: string | null;
  /** The entry at `path` (`a/b`, without slashes at its ends); undefined when there is none. */
  entry(path: string): Promise<Entry | undefined>;
  /** Names in a folder; empty when it does not exist. `''` is the root. */
  list(folder: string): Promise<ReadonlyMap<string, Entry>>;
  /** Content of a file; undefined when there is none. Links and submodules count as absent. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** Writes a file, or (content null) removes a file or a folder with all that is below. Applied in order. */
export interface Change {
  readonly path: string;
  readonly content: string | Uint8Array | null;
}

/** One line and its trailers; several of them make the message of a grouped commit. */
export interface CommitNote {
  readonly subject: string;
  readonly trailers: Readonly<Record<string, string>>;
}

/** What a transaction came to. No changes: nothing is committed, but the answer still waits until the remote confirms `snapshot`. */
export interface Decision<T> {
  readonly result: T;
  readonly changes: readonly Change[];
  /** Required when there are changes. */
  readonly note?: CommitNote;
}

/**
 * A pure function of the newest commit. It may run many times; only its last run counts. What it throws is given to the
 * caller, once the remote has confirmed the snapshot it was decided on.
 */
export type Transaction<T> = (snapshot: Snapshot) => Promise<Decision<T>> | Decision<T>;

/** What an operator and a metric can know about the store. */
export interface StoreHealth {
  /** Seconds since the remote last confirmed the snapshot; undefined before the first contact. */
  readonly snapshotAgeSeconds: number | undefined;
  /** The last remote call's failure; undefined while the remote answers. */
  readonly failure: StoreError | undefined;
}

export interface Store {
  /** The newest known snapshot, from memory. @throws StoreError `unreachable` before the first contact with the remote. */
  snapshot(): Snapshot;
  /**
   * Runs `transaction` on the head of the remote branch, commits and pushes its changes, again and again until the push is accepted.
   * When it resolves the commit is on the remote (law 1); when it rejects nothing of it is, unless it is `unconfirmed` (law 2).
   * @throws StoreError, or whatever the transaction throws.
   */
  transact<T>(transaction: Transaction<T>): Promise<T>;
  /** A snapshot that was the head of the remote at some moment after this call. @throws StoreError */
  refresh(): Promise<Snapshot>;
  health(): StoreHealth;
  /** Lets running transactions finish, refuses new ones with `closing`, ends child processes. */
  close(): Promise<void>;
}

/**
 * Why the store could not do it. The kind is the policy:
 * - `unreachable`: no contact with the remote within the deadline; try again later.
 * - `declined`: the remote refuses this content (hook, protected branch, no right to push); a person must act.
 * - `contended`: others kept winning the race until the deadline; try again later.
 * - `unconfirmed`: the remote did not answer a push, nor whether it has arrived; the only kind after which the changes may
 *   be on the remote. Try again: whoever decides on the newest commit sees what became of them.
 * - `branch-gone`: the branch was there and is not any more; a person must act.
 * - `local`: this machine does not let the store work (disk full, no process can be started); a person must act.
 * - `busy`: the queue of waiting transactions is full; try again later.
 * - `closing`: this process is stopping; ask another replica.
 */
export type StoreErrorKind =
  'unreachable' | 'declined' | 'contended' | 'unconfirmed' | 'branch-gone' | 'local' | 'busy' | 'closing';

/** What can go wrong without anybody being refused, as a metric's label. */
type StoreWarningKind =
  | 'push-unanswered'
  | 'declined'
  | 'branch-rewritten'
  | 'clone-damaged'
  | 'git-killed'
  | 'packing-failed'
  | 'secret-unreadable';

/** Its message is fit for logs: credentials never occur in it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;
  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** What happens inside the store, for logs and metrics. Every method may be left out. */
export interface StoreObserver {
  /** One batch is on the remote. */
  committed?(event: {
    size: number;
    attempts: number;
    pushSeconds: number;
    totalSeconds: number;
    commit: string;
  }): void;
  /** A push lost its race and everything was decided again. */
  replayed?(event: { attempt: number }): void;
  /** Transactions were rejected, all for the same reason. */
  failed?(event: { error: StoreError; transactions: number }): void;
  /** Something an operator should know; `remedy` says what to do. */
  warning?(event: { kind: StoreWarningKind; message: string; remedy: string; cause?: unknown }): void;
}
