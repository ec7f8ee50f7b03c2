/**
 * While a handler runs: keeps the claim alive, tells how far the work is, and aborts when the operation is superseded or
 * the claim cannot be held any longer.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { renewClaim, standingOf } from './claim.js';
import type { Claimant } from './claim.js';
import type { RunnerTiming } from './run-options.js';
import type { Work } from './work.js';

export class ClaimKeeper {
  readonly #claimant: Claimant;
  readonly #work: Work;
  readonly #timing: RunnerTiming;
  readonly #lost = new AbortController();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #until: Date;
  #description: string | undefined;
  #told = 0;

  constructor(claimant: Claimant, work: Work, until: Date, timing: RunnerTiming) {
    this.#claimant = claimant;
    this.#work = work;
    this.#until = until;
    this.#timing = timing;
    this.#running = this.#run();
  }

  /** Aborted when the work is no longer ours to do. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether nobody else may have begun. */
  get isHeld(): boolean {
    return !this.signal.aborted && this.#remainingMs() > 0;
  }

  describe(description: string): void {
    this.#description = description;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (await this.#pause()) {
      try {
        await this.#look();
      } catch {
        // The remote's failures are the store's to tell; here only time counts.
      }
      if (this.#remainingMs() <= 0) this.#lost.abort();
    }
  }

  async #look(): Promise<void> {
    const due = this.#remainingMs() < this.#claimMs() / 3;
    const tell = this.#description !== undefined && performance.now() - this.#told >= this.#timing.progressMs;
    if (!due && !tell) {
      const snapshot = await this.#claimant.store.refresh();
      const { kind } = await standingOf(snapshot, this.#work, this.#claimant);
      if (kind !== 'ours') this.#lost.abort();
      return;
    }
    const description = this.#description;
    const renewed = await renewClaim(this.#claimant, this.#work, description);
    if (renewed.kind !== 'ours') return this.#lost.abort();
    if (renewed.until) this.#until = renewed.until;
    this.#told = performance.now();
    if (this.#description === description) this.#description = undefined;
  }

  /** Until the handler must be ended: before the claim does, and by more than clocks of runners differ. */
  #remainingMs(): number {
    return this.#until.getTime() - this.#claimMs() / 6 - this.#claimant.clock().getTime();
  }

  #claimMs(): number {
    return this.#claimant.claimSeconds * 1000;
  }

  /** @returns whether to go on */
  async #pause(): Promise<boolean> {
    const { signal } = this.#stop;
    const pauseMs = Math.max(1, Math.min(this.#timing.checkMs, this.#claimMs() / 6));
    await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    return !signal.aborted && !this.#lost.signal.aborted;
  }
}
