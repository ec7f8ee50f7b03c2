/** How long a batch waits: for those who are likely to come, so that they share its push, and for other writers to get in. */
import { setTimeout as wait } from 'node:timers/promises';

/** How long nobody has to come before a batch begins without those who are still expected. */
const QUIET_MS = 8;
/** The wait for others, in parts of what the last batch took. */
const MAX_SHARE = 0.25;
/** How long a lost race is taken as a sign that others are writing, too. */
const CONTENTION_MS = 10_000;
const MAX_WAY_MS = 150;

export class Gathering {
  /** How many would be in the next batch if all who have just been answered came back. */
  #expected = 0;
  #lastBatchMs = 0;
  #contendedUntil = -Infinity;

  /**
   * Without this pause many clients would fall into two halves of which one always waits for the push of the other. A
   * client alone is never kept waiting.
   */
  async gather(waiting: readonly unknown[]): Promise<void> {
    await this.#giveWay();
    const end = performance.now() + this.#lastBatchMs * MAX_SHARE;
    let [seen, quietUntil] = [0, 0];
    while (waiting.length < this.#expected && performance.now() < end) {
      if (waiting.length > seen) {
        [seen, quietUntil] = [waiting.length, performance.now() + QUIET_MS];
      } else if (performance.now() > quietUntil) return;
      await wait(1);
    }
  }

  /** Whether others have been writing lately. */
  get isContended(): boolean {
    return performance.now() < this.#contendedUntil;
  }

  /** To be told of every lost race. */
  contended(): void {
    this.#contendedUntil = performance.now() + CONTENTION_MS;
  }

  /**
   * Who has just won need not fetch and is always the first to push again; others would starve. So winners pause for
   * about as long as others need, as long as there are others.
   */
  async #giveWay(): Promise<void> {
    if (this.isContended) await wait(Math.random() * Math.min(this.#lastBatchMs, MAX_WAY_MS));
  }

  /** To be told of every batch that has been answered. */
  learn(expected: number, batchMs: number): void {
    this.#expected = expected;
    this.#lastBatchMs = batchMs;
  }
}
