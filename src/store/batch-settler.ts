/**
 * Gets a batch of transactions onto the remote: decides it on the newest commit, pushes, and does both again as long as
 * others are faster. Knows nothing of who waits behind it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ATTEMPTS_IN_FULL, backOffMs, contended, tellUnanswered, whyNot } from './attempt.js';
import type { Attempt, Pushed } from './attempt.js';
import { decideAll } from './batch.js';
import type { Waiting } from './batch.js';
import { writeStaged } from './commit-writer.js';
import type { Author, WrittenCommit } from './commit-writer.js';
import { CloneDamage } from './damage.js';
import { timeLeft } from './deadline.js';
import type { Gathering } from './gathering.js';
import type { GitSnapshot } from './git-snapshot.js';
import type { LocalClone } from './local-clone.js';
import { localFailureOf } from './local-failure.js';
import type { RemoteHead } from './remote-head.js';
import { StagedSnapshot } from './staged-snapshot.js';
import { StoreError } from './store.js';
import type { CommitNote, StoreObserver } from './store.js';

/** What commits look like. */
export interface CommitOptions {
  readonly author: Author;
  readonly composeMessage: (notes: readonly CommitNote[]) => string;
  readonly clock: () => Date;
}

export interface BatchSettlerOptions {
  readonly clone: LocalClone;
  readonly head: RemoteHead;
  readonly gathering: Gathering;
  readonly commits: CommitOptions;
  readonly observer: StoreObserver | undefined;
  /** Takes back those that are to be in the next batch, before all others. */
  readonly giveBack: (waiting: readonly Waiting[]) => void;
}

/** Of the time left; the rest is for asking the remote when the push was not answered. */
const PUSH_SHARE = 0.75;

export class BatchSettler {
  readonly #options: BatchSettlerOptions;
  readonly #clone: LocalClone;
  readonly #head: RemoteHead;
  readonly #observer: StoreObserver | undefined;

  constructor(options: BatchSettlerOptions) {
    this.#options = options;
    this.#clone = options.clone;
    this.#head = options.head;
    this.#observer = options.observer;
  }

  /** Never rejects: every transaction of the batch gets its result or its error. */
  async settle(batch: Waiting[]): Promise<void> {
    let damages = 0;
    const pushed: Pushed = { commits: new Map(), unanswered: undefined, milliseconds: 0 };
    for (let attempt = 1; batch.length > 0; attempt += 1) {
      const deadline = this.#dropLate(batch, { attempt, pushed });
      if (batch.length === 0) return;
      try {
        if (await this.#attempt(batch, { attempt, deadline, pushed })) return;
      } catch (error) {
        const failure = error instanceof StoreError ? error : localFailureOf(error);
        if (failure) return this.#failUnlessContended(batch, failure, { attempt, deadline, pushed });
        damages += 1;
        if (damages > 2)
          return this.#fail(batch, new StoreError('local', 'the local clone cannot be made usable', { cause: error }));
        await this.#replaceClone(error);
      }
    }
  }

  /**
   * Less to write is faster written: whoever has lost again and again sends half of the batch ahead. Not while a push of
   * the whole batch may still arrive.
   */
  #lighten(batch: Waiting[], { attempt, pushed }: Attempt): void {
    this.#observer?.replayed?.({ attempt });
    this.#options.gathering.contended();
    if (attempt >= ATTEMPTS_IN_FULL && !pushed.unanswered)
      this.#options.giveBack(batch.splice(Math.ceil(batch.length / 2)));
  }

  /** @returns the deadline of those that are left */
  #dropLate(batch: Waiting[], { attempt, pushed }: Pick<Attempt, 'attempt' | 'pushed'>): number {
    // A push that cannot be finished any more would only leave doubt behind.
    const now = performance.now() + (attempt > 1 ? 2 * pushed.milliseconds : 0);
    const late = batch.filter(({ deadline }) => deadline <= now);
    for (const waiting of late) batch.splice(batch.indexOf(waiting), 1);
    if (late.length > 0) this.#fail(late, whyNot(this.#head.failure ?? contended(attempt), pushed), 'keep');
    return Math.min(...batch.map(({ deadline }) => deadline));
  }

  /** True when the batch is settled; false when the branch was elsewhere and everything must be decided anew. */
  async #attempt(batch: Waiting[], { attempt, deadline, pushed }: Attempt): Promise<boolean> {
    const started = performance.now();
    if (this.#head.known && !(await this.#clone.isIntact())) throw new CloneDamage('the local clone has been removed');
    if (!this.#head.known && (await this.#hasArrived(pushed, deadline))) return true;
    // Among others the head is seldom where it was; looking is cheaper than losing.
    const known = attempt === 1 && this.#options.gathering.isContended ? undefined : this.#head.known;
    const base = known ?? (await this.#head.fetch(deadline));
    const staged = new StagedSnapshot(base);
    const { settle, notes } = await decideAll(batch, staged);
    const written = staged.isChanged ? await this.#write(base, staged, notes) : undefined;
    if (!written) {
      const fetched = await this.#head.fetch(deadline);
      if (fetched.commit !== base.commit) return false;
      settle();
      return true;
    }
    const pushStarted = performance.now();
    const done = () => {
      settle();
      this.#observer?.committed?.({
        size: notes.length,
        attempts: attempt,
        pushSeconds: (performance.now() - pushStarted) / 1000,
        totalSeconds: (performance.now() - started) / 1000,
        commit: written.commit,
      });
    };
    return this.#push(base, { ...written, done }, batch, { attempt, deadline, pushed });
  }

  #write(base: GitSnapshot, staged: StagedSnapshot, notes: readonly CommitNote[]) {
    const { gitDir, trees } = this.#clone;
    const { author, clock, composeMessage } = this.#options.commits;
    return writeStaged(base, staged.root, composeMessage(notes), { gitDir, trees, author, clock });
  }

  /** True when the batch is settled, by the remote's refusal too; false when it must be decided anew. */
  async #push(
    base: GitSnapshot,
    { commit, rootTree, done }: WrittenCommit & { readonly done: () => void },
    batch: Waiting[],
    { attempt, deadline, pushed }: Attempt,
  ): Promise<boolean> {
    // Whatever the answer: transports send a push again on their own, and then the second one is what they tell about.
    pushed.commits.set(commit, done);
    const started = performance.now();
    const outcome = await this.#clone.push(base.commit, commit, timeLeft(deadline) * PUSH_SHARE);
    pushed.milliseconds = performance.now() - started;
    switch (outcome.kind) {
      case 'accepted':
        this.#head.confirm(this.#clone.adopt({ commit, rootTree }));
        done();
        return true;
      case 'lost-race':
        // Before the fetch, never after it: what is decided next must be as new as can be.
        await wait(backOffMs(attempt));
        if (await this.#hasArrived(pushed, deadline)) return true;
        this.#lighten(batch, { attempt, deadline, pushed });
        return false;
      case 'declined':
        await this.#decline(batch, outcome.message);
        return true;
      case 'damaged':
        throw new CloneDamage(outcome.message);
      case 'unreachable':
      case 'local':
        throw new StoreError(outcome.kind, `git push failed: ${outcome.message}`);
      default:
        pushed.unanswered = { base: base.commit };
        tellUnanswered(this.#observer, `the outcome of a push is unknown: ${outcome.message}`);
        return this.#hasArrived(pushed, deadline);
    }
  }

  /** Only the remote knows what became of a push that was not answered, and it can arrive even after it was looked for. */
  async #hasArrived(pushed: Pushed, deadline: number): Promise<boolean> {
    const { commit: head } = await this.#head.fetch(deadline);
    if (head === null) return false;
    for (const [commit, done] of pushed.commits) {
      if (!(await this.#clone.isAncestor(commit, head, timeLeft(deadline)))) continue;
      // Transports send again on their own what was not answered, and then tell of the second push only.
      if (!pushed.unanswered) tellUnanswered(this.#observer, 'a push was accepted, but its answer got lost');
      done();
      return true;
    }
    // The branch has moved on without it: its lease keeps it from arriving later.
    if (pushed.unanswered?.base !== head) pushed.unanswered = undefined;
    return false;
  }

  /** One transaction's content may be what the remote refuses: each is tried alone, so only that one fails. */
  async #decline(batch: Waiting[], message: string): Promise<void> {
    this.#observer?.warning?.({
      kind: 'declined',
      message: `the remote declines the push: ${message}`,
      remedy: 'Look at hooks, branch protection and the rights of the credentials.',
    });
    if (batch.length === 1) return this.#fail(batch, new StoreError('declined', message), 'keep');
    for (const waiting of batch.splice(0)) await this.settle([waiting]);
  }

  /** A call that the deadline cut short, after a race was lost, says nothing of the remote. */
  #failUnlessContended(batch: Waiting[], error: StoreError, { attempt, deadline, pushed }: Attempt): void {
    if (attempt === 1 || performance.now() < deadline) this.#fail(batch, whyNot(error, pushed));
    else this.#fail(batch, whyNot(contended(attempt), pushed), 'keep');
  }

  #fail(batch: Waiting[], error: StoreError, health?: 'keep'): void {
    if (health !== 'keep') this.#head.failed(error);
    this.#observer?.failed?.({ error, transactions: batch.length });
    for (const waiting of batch.splice(0)) waiting.reject(error);
  }

  async #replaceClone(cause: unknown): Promise<void> {
    this.#observer?.warning?.({
      kind: 'clone-damaged',
      message: 'the local clone is damaged and will be cloned again',
      remedy: 'Nothing to do, unless it happens again: then look at the disk.',
      cause,
    });
    await this.#clone.discard();
    this.#head.forget();
  }
}
