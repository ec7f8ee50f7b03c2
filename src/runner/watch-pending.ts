/** `run --watch`: does what waits and what comes, until it is told to stop. */
import { setTimeout as wait } from 'node:timers/promises';
import type { RunnerObserver, WorkReference } from './observer.js';
import type { RunnerOptions } from './run-options.js';
import { Scheduler } from './scheduler.js';
import type { Round } from './scheduler.js';

/** Goes on through every failure: a remote that is away, a runner.yml that is broken. Ends when `signal` is aborted. */
export async function watchPending(options: RunnerOptions): Promise<void> {
  const { signal, observer } = options;
  const scheduler = new Scheduler(options, () => undefined);
  const problems = new ProblemTeller(observer);
  try {
    while (!signal.aborted) {
      const round = await scheduler.round().catch((cause: unknown) => describe(cause));
      problems.tell(typeof round === 'string' ? [round] : problemsOf(round));
      await pause(scheduler, signal);
    }
  } finally {
    await scheduler.close();
  }
}

/** Until it is time for the next look, or there is room for more work. */
async function pause(scheduler: Scheduler, signal: AbortSignal): Promise<void> {
  const awake = new AbortController();
  const polled = wait(scheduler.timing.pollMs, undefined, { signal: AbortSignal.any([signal, awake.signal]) });
  await Promise.race([polled.catch(() => undefined), ...(scheduler.isBusy ? [scheduler.untilOneEnds()] : [])]);
  awake.abort();
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function problemsOf({ problems, unhandled }: Round): string[] {
  return [...problems, ...unhandled.map((work) => `runner.yml has no rule for ${name(work)}`)];
}

function name({ operation, offering, instanceId, bindingId }: WorkReference): string {
  return `${operation.type} of ${offering} ${[instanceId, bindingId].filter(Boolean).join('/')}`;
}

/** The same problem in every round is told once, and again when it comes back. */
class ProblemTeller {
  readonly #observer: RunnerObserver | undefined;
  #told = new Set<string>();

  constructor(observer: RunnerObserver | undefined) {
    this.#observer = observer;
  }

  tell(problems: readonly string[]): void {
    for (const problem of problems) if (!this.#told.has(problem)) this.#observer?.problem?.(problem);
    this.#told = new Set(problems);
  }
}
