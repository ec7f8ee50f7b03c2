/**
 * Looks at the remote again and again, so that memory is fresh before anybody asks: often while somebody waits for a
 * pipeline, seldom while nobody does, at once when the git host says so. One look at a time.
 */
import type { Log } from './log.js';

export interface RemotePollOptions {
  /** Brings the newest commit into memory, and tells whether the broker can work with it; rejects while the remote does not answer. */
  readonly look: () => Promise<boolean>;
  /** While somebody waits for an operation, or for the broker to get ready. */
  readonly intervalSeconds: number;
  /** While nobody does. */
  readonly idleIntervalSeconds: number;
  readonly log: Log;
  readonly failed?: () => void;
}

/** Longer than platforms pause between two polls of the same operation. */
const NEWS_EXPECTED_MS = 120_000;

export class RemotePoll {
  readonly #options: RemotePollOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #newsExpectedUntil = -Infinity;
  #stopped = false;
  #failing = false;
  #ready = false;

  constructor(options: RemotePollOptions) {
    this.#options = options;
  }

  /**
   * Resolves after a look that began after this call, whatever came of it. However often it is called meanwhile, one look
   * follows the one that is under way.
   */
  lookNow(): Promise<void> {
    clearTimeout(this.#timer);
    this.#again = this.#looking !== undefined;
    this.#looking ??= this.#lookAll().finally(() => {
      this.#looking = undefined;
      this.#schedule();
    });
    return this.#looking;
  }

  /** Somebody waits for an operation: a pipeline may push any time. Called for every poll, so it must stay cheap. */
  expectNews(): void {
    const now = performance.now();
    const isNew = now > this.#newsExpectedUntil;
    this.#newsExpectedUntil = now + NEWS_EXPECTED_MS;
    if (isNew && !this.#looking) this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const { intervalSeconds, idleIntervalSeconds } = this.#options;
    // Those who set a long interval do not get a shorter one while nobody waits.
    const idle = this.#ready && performance.now() > this.#newsExpectedUntil;
    const seconds = idle ? Math.max(intervalSeconds, idleIntervalSeconds) : intervalSeconds;
    this.#timer = setTimeout(() => void this.lookNow(), seconds * 1000);
    this.#timer.unref();
  }

  async #lookAll(): Promise<void> {
    do {
      this.#again = false;
      await this.#look();
    } while (this.#again && !this.#stopped);
  }

  /** Logs changes only: an outage of an hour is two lines. */
  async #look(): Promise<void> {
    const { look, log, failed } = this.#options;
    try {
      this.#ready = await look();
      if (this.#failing) log.info('The git remote answers again');
      this.#failing = false;
    } catch (cause) {
      this.#ready = false;
      if (this.#stopped) return;
      failed?.();
      const remedy = 'Check GIT_REMOTE, its credentials and the network; the broker keeps trying';
      if (!this.#failing) log.error({ err: cause, remedy }, 'The git remote does not answer');
      this.#failing = true;
    }
  }
}
