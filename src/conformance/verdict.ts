/** What a report comes to: the one question that CI asks. */
import type { CheckResult, Report } from './run-checks.js';

/** A SHOULD that is not kept to is a warning, unless it is asked to be strict. */
export function isFailure({ status, level }: CheckResult, strict: boolean): boolean {
  return status === 'failed' && (strict || level === 'MUST');
}

/** Nothing failed, nothing was left behind, and the run came to its end. */
export function conforms({ results, leftovers, interrupted }: Report, strict = false): boolean {
  return leftovers.length === 0 && !interrupted && !results.some((result) => isFailure(result, strict));
}

export interface Counts {
  readonly passed: number;
  /** MUSTs that are not kept to. */
  readonly failed: number;
  /** SHOULDs that are not kept to. */
  readonly warnings: number;
  readonly skipped: number;
}

export function countResults({ results }: Report): Counts {
  const count = (matches: (result: CheckResult) => boolean) => results.filter(matches).length;
  return {
    passed: count(({ status }) => status === 'passed'),
    failed: count((result) => isFailure(result, false)),
    warnings: count(({ status, level }) => status === 'failed' && level === 'SHOULD'),
    skipped: count(({ status }) => status === 'skipped'),
  };
}
