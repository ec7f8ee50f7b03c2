/** What a runner is given. */
import type { Store } from '../store/store.js';
import type { WorkRules } from './current-work.js';
import type { RunnerObserver } from './observer.js';
import type { Rule } from './runner-file.js';
import type { Work } from './work.js';

export interface RunnerOptions {
  /** Its author and `composeRunnerMessage` say who does the work. Stays open. */
  readonly store: Store;
  /** Of the runner's own: checked-out handler files, `logs/`, `state/` (local Terraform state). Several runners may share it. */
  readonly folder: string;
  /** Ends handlers, gives claims back, and lets the run end. */
  readonly signal: AbortSignal;
  readonly observer?: RunnerObserver;
  /** From which handlers get what runner.yml names, and little more. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Unique to this process; made up unless told. */
  readonly runner?: string;
  /** The present unless told */
  readonly clock?: () => Date;
  /** Only this work; `rule` is that of runner.yml. */
  readonly filter?: (work: Work, rule: Rule | undefined) => boolean;
  /** Terraform shows what it would do, and does nothing. */
  readonly planOnly?: boolean;
  readonly rules?: WorkRules;
  readonly timing?: Partial<RunnerTiming>;
}

export interface RunnerTiming {
  /** Between looks for new work. */
  readonly pollMs: number;
  /** Between looks whether an operation that is worked on is still wanted. */
  readonly checkMs: number;
  /** At most one commit in this time tells platform users how far an operation is. */
  readonly progressMs: number;
  /** Between asking a handler to end and ending it. */
  readonly graceMs: number;
  /** Until something that waits or is blocked is looked at again. */
  readonly retryMs: number;
}

export const DEFAULT_TIMING: RunnerTiming = {
  pollMs: 15_000,
  checkMs: 10_000,
  progressMs: 15_000,
  graceMs: 10_000,
  retryMs: 60_000,
};
