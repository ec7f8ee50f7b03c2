/** Looks at the remote again and again, so that memory is fresh before anybody asks. One look at a time. */
import type { Log } from './log.js';

export interface RemotePollOptions {
  /** Brings the newest commit into memory; rejects while the remote does not answer. */
  readonly look: () => Promise<void>;
  readonly intervalSeconds: number;
  readonly log: Log;
  readonly failed?: () => void;
}

export class RemotePoll {
  readonly #options: RemotePollOptions;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #failing = false;

  constructor(options: RemotePollOptions) {
    this.#options = options;
  }

  /** Resolves after the first look, whatever came of it; goes on until {@link stop}. */
  async start(): Promise<void> {
    await this.#look();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.start(), this.#options.intervalSeconds * 1000);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Logs changes only: an outage of an hour is two lines. */
  async #look(): Promise<void> {
    const { look, log, failed } = this.#options;
    try {
      await look();
      if (this.#failing) log.info('The git remote answers again');
      this.#failing = false;
    } catch (cause) {
      if (this.#stopped) return;
      failed?.();
      const remedy = 'Check GIT_REMOTE, its credentials and the network; the broker keeps trying';
      if (!this.#failing) log.error({ err: cause, remedy }, 'The git remote does not answer');
      this.#failing = true;
    }
  }
}
