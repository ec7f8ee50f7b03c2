/**
 * Asks for an operation until it has ended, as the specification tells platforms to: `Retry-After` first, else longer and
 * longer waits, until the maximum polling duration is over.
 */
import type { PollAnswer } from './answers.js';
import { BrokerError, MalformedAnswerError } from './broker-error.js';
import { NoAnswerError } from './http.js';

export interface PollingOptions {
  /** 1 s unless told */
  readonly firstWaitMs?: number | undefined;
  /** Waits never get longer than this, whatever `Retry-After` says: 60 s unless told. */
  readonly longestWaitMs?: number | undefined;
  /** Before a plan's `maximum_polling_duration`, which counts where it is shorter; 1 h unless told. */
  readonly maxDurationMs?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Time, for tests that have none. */
  readonly clock?: Clock | undefined;
}

export interface Progress {
  readonly elapsedMs: number;
  /** Absent when the broker could not tell, which `problem` then explains. */
  readonly answer?: PollAnswer | undefined;
  readonly problem?: Error | undefined;
}

export interface Clock {
  /** In milliseconds, from any beginning. */
  now(): number;
  /** @throws when the signal is aborted meanwhile */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The broker tried, and says that it did not work. */
export class OperationFailedError extends Error {
  override readonly name = 'OperationFailedError';
  readonly answer: PollAnswer;

  constructor(answer: PollAnswer) {
    super(answer.description || 'The operation failed');
    this.answer = answer;
  }
}

/** The operation may still end, but nobody waits any longer. */
export class PollingTimeoutError extends Error {
  override readonly name = 'PollingTimeoutError';
}

export interface Poll {
  /** What a 410 means: the end of a delete, and of nothing else (LOP-10, LOP-11). */
  readonly kind: 'create' | 'update' | 'delete';
  readonly ask: () => Promise<PollAnswer>;
  /** Of the answer that accepted the operation. */
  readonly retryAfterSeconds?: number | undefined;
}

/** @throws OperationFailedError, PollingTimeoutError, or BrokerError when asking again cannot help */
export async function pollUntilEnd(poll: Poll, options: PollingOptions = {}): Promise<PollAnswer> {
  const { firstWaitMs = 1_000, longestWaitMs = 60_000, maxDurationMs = 3_600_000, onProgress, signal } = options;
  const clock = options.clock ?? systemClock;
  const start = clock.now();
  let backOffMs = firstWaitMs;
  let waitMs = waitFor(poll.retryAfterSeconds, backOffMs, longestWaitMs);
  for (;;) {
    if (clock.now() - start + waitMs > maxDurationMs) {
      throw new PollingTimeoutError(`The operation did not end within ${maxDurationMs / 1_000} s`);
    }
    await clock.sleep(waitMs, signal);
    const progress = await askOnce(poll);
    onProgress?.({ ...progress, elapsedMs: clock.now() - start });
    if (progress.answer?.state === 'succeeded') return progress.answer;
    if (progress.answer?.state === 'failed') throw new OperationFailedError(progress.answer);
    backOffMs = Math.min(backOffMs * 1.5, longestWaitMs);
    waitMs = waitFor(progress.retryAfterSeconds, backOffMs, longestWaitMs);
  }
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(interrupted(signal));
      const stop = () => {
        clearTimeout(timer);
        if (signal) reject(interrupted(signal));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

function interrupted(signal: AbortSignal): NoAnswerError {
  return new NoAnswerError('interrupted', 'Interrupted while waiting for the operation', signal.reason);
}

function waitFor(retryAfterSeconds: number | undefined, backOffMs: number, longestWaitMs: number): number {
  return Math.min(retryAfterSeconds === undefined ? backOffMs : retryAfterSeconds * 1_000, longestWaitMs);
}

interface Asked {
  readonly answer?: PollAnswer;
  readonly problem?: Error;
  readonly retryAfterSeconds?: number | undefined;
}

async function askOnce({ kind, ask }: Poll): Promise<Asked> {
  try {
    const answer = await ask();
    return { answer, retryAfterSeconds: answer.retryAfterSeconds };
  } catch (error) {
    if (kind === 'delete' && error instanceof BrokerError && (error.status === 410 || error.status === 404)) {
      return { answer: { state: 'succeeded' } };
    }
    if (!mayPass(error)) throw error;
    return { problem: error, retryAfterSeconds: error instanceof BrokerError ? error.retryAfterSeconds : undefined };
  }
}

/** Other answers than 200, 404 and 410 say nothing about the operation, so asking goes on (LOP-21). */
function mayPass(error: unknown): error is Error {
  if (error instanceof BrokerError) return error.status >= 500 || [408, 410, 422, 429].includes(error.status);
  if (error instanceof NoAnswerError) return error.reason !== 'interrupted';
  return error instanceof MalformedAnswerError;
}
