/** Deadlines are points in time like `performance.now()`, which no change of the clock moves, so that several calls share one. */

/** In milliseconds, never less than one: for timers that need some time. */
export function timeLeft(deadline: number): number {
  return Math.max(1, deadline - performance.now());
}
