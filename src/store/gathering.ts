/** How long a batch waits for those who are likely to come, so that they share its push. */
import { setTimeout as wait } from 'node:timers/promises';

/** How long nobody has to come before a batch begins without those who are still expected. */
const QUIET_MS = 8;
/** The wait for others, in parts of what the last batch took. */
const MAX_SHARE = 0.25;

export class Gathering {
  /** How many would be in the next batch if all who have just been answered came back. */
  #expected = 0;
  #lastBatchMs = 0;

  /**
   * Without this pause many clients would fall into two halves of which one always waits for the push of the other. A
   * client alone is never kept waiting.
   */
  async gather(waiting: readonly unknown[]): Promise<void> {
    const end = performance.now() + this.#lastBatchMs * MAX_SHARE;
    let [seen, quietUntil] = [0, 0];
    while (waiting.length < this.#expected && performance.now() < end) {
      if (waiting.length > seen) {
        [seen, quietUntil] = [waiting.length, performance.now() + QUIET_MS];
      } else if (performance.now() > quietUntil) return;
      await wait(1);
    }
  }

  /** To be told of every batch that has been answered. */
  learn(expected: number, batchMs: number): void {
    this.#expected = expected;
    this.#lastBatchMs = batchMs;
  }
}
