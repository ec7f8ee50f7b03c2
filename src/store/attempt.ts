/** What one attempt to get a batch onto the remote knows of those before it, and why the last one failed. */
import { StoreError } from './store.js';
import type { StoreObserver } from './store.js';

export interface Pushed {
  /** The commits that were pushed for a batch, each with what reports it as done. */
  readonly commits: Map<string, () => void>;
  /** What the last push was based on that may still arrive, though nobody has answered it; undefined when there is none. */
  unanswered: { readonly base: string | null } | undefined;
  /** How long the last push took. */
  milliseconds: number;
}

export interface Attempt {
  readonly attempt: number;
  /** Like `performance.now()`. */
  readonly deadline: number;
  readonly pushed: Pushed;
}

/** Tells that the answer of a push is missing; what became of it the remote is asked for. */
export function tellUnanswered(observer: StoreObserver | undefined, message: string): void {
  const remedy =
    'Nothing to do: the remote is asked for it. If it happens often, look at the host and the proxies before it.';
  observer?.warning?.({ kind: 'push-unanswered', message, remedy });
}

/** Lost races after which a batch is made smaller. */
export const ATTEMPTS_IN_FULL = 4;

const MAX_BACK_OFF_MS = 200;

/** Jitter between lost races, so that two writers do not meet again and again. */
export const backOffMs = (attempt: number): number => Math.random() * Math.min(5 * (attempt - 1), MAX_BACK_OFF_MS);

export const contended = (attempt: number): StoreError =>
  attempt === 1
    ? new StoreError('contended', 'those before it in the queue took until the deadline')
    : new StoreError('contended', `others won the race ${attempt - 1} times until the deadline`);

/** Those who wait must not be told that nothing has happened when nobody knows. */
export function whyNot(error: StoreError, { unanswered }: Pushed): StoreError {
  if (!unanswered) return error;
  return new StoreError('unconfirmed', `a push was not answered, and then: ${error.message}`, { cause: error });
}
