/** `run --once`: does everything that waits now, and what comes in meanwhile, then ends. */
import type { EndedWork, WorkReference } from './observer.js';
import type { RunnerOptions } from './run-options.js';
import { Scheduler } from './scheduler.js';

export interface RunSummary {
  /** In the order in which they ended. One that waits for a person is here, too. */
  readonly ended: readonly EndedWork[];
  /** Left to another runner. */
  readonly claimed: readonly WorkReference[];
  /** runner.yml has no rule for them. */
  readonly unhandled: readonly WorkReference[];
  /** Records that cannot be read. */
  readonly problems: readonly string[];
}

/**
 * Every operation is tried once: one that waits or is blocked is left for the next run.
 * @throws RunnerFileError when runner.yml is missing or not valid; StoreError when the remote cannot be reached
 */
export async function runPending(options: RunnerOptions): Promise<RunSummary> {
  const ended: EndedWork[] = [];
  const timing = { ...options.timing, retryMs: Infinity };
  const scheduler = new Scheduler({ ...options, timing }, (work) => ended.push(work));
  try {
    for (;;) {
      const { started, ...left } = await scheduler.round();
      if (started === 0 && !scheduler.isBusy) return { ended, ...left };
      await scheduler.untilOneEnds();
    }
  } finally {
    await scheduler.close();
  }
}
