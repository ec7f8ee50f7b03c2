/**
 * Notices when the clock of the machine is moved. Deadlines do not depend on it; the times in the records do, and with them
 * the operations that are given up after OPERATION_TIMEOUT.
 */
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

export interface ClockWatchOptions {
  readonly metrics: Pick<Metrics, 'clockJumps'>;
  readonly log: Log;
  /** Milliseconds; `Date.now` unless told. */
  readonly clock?: () => number;
  /** Milliseconds that nobody can move; `performance.now` unless told. */
  readonly steady?: () => number;
}

/** Time servers move a clock by less without harm. */
const TOLERATED_MS = 5_000;

/** @returns what is to be called once in a while */
export function createClockWatch({
  metrics,
  log,
  clock = () => Date.now(),
  steady = () => performance.now(),
}: ClockWatchOptions): () => void {
  let difference = clock() - steady();
  return () => {
    const now = clock() - steady();
    const jumpSeconds = Math.round((now - difference) / 1000);
    if (Math.abs(now - difference) <= TOLERATED_MS) return;
    difference = now;
    metrics.clockJumps.inc();
    const remedy =
      'Look at the time service (NTP) of the machine, unless it slept. Operations may be given up too early or too late (OPERATION_TIMEOUT).';
    log.warn({ jumpSeconds, remedy }, 'The clock was moved');
  };
}
