/** Runs checks against a broker, one after the other, and cleans up whatever happens. */
import { NoAnswerError } from '../client/http.js';
import type { ConnectionOptions } from '../client/broker-connection.js';
import type { PollingOptions } from '../client/polling.js';
import { AREAS } from './all-checks.js';
import type { Check } from './check.js';
import { CheckFailure, NotPossible } from './check.js';
import { cleanUp } from './clean-up.js';
import type { Leftover } from './clean-up.js';
import { Session } from './session.js';
import type { SubjectChoice } from './subject.js';

export interface RunOptions {
  /** With `apiVersion`, by which newer requirements are left out, and `signal`, which ends the run but not its cleaning up. */
  readonly connection: ConnectionOptions;
  readonly polling?: PollingOptions | undefined;
  /** What to order; chosen from the catalog unless told. */
  readonly choice?: SubjectChoice | undefined;
  /** Ids of requirements to check; all of them unless told. */
  readonly only?: readonly string[] | undefined;
  readonly onResult?: ((result: CheckResult) => void) | undefined;
}

export interface CheckResult extends Omit<Check, 'run'> {
  readonly area: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Why it failed, or was skipped. */
  readonly reason?: string;
  readonly durationMs: number;
}

export interface Report {
  readonly url: string;
  readonly apiVersion: string;
  readonly results: readonly CheckResult[];
  /** What the checker has created and could not remove again. */
  readonly leftovers: readonly Leftover[];
  readonly interrupted: boolean;
}

/** Never throws for what a broker does wrong. */
export async function runChecks(options: RunOptions): Promise<Report> {
  const { connection, polling, choice, only, onResult } = options;
  const { url, apiVersion = '2.17', signal } = connection;
  const session = new Session({ connection, polling, choice });
  const results: CheckResult[] = [];
  for (const { area, check } of wantedChecks(only)) {
    if (signal?.aborted) break;
    const result = await runCheck(session, area, check, minorOf(apiVersion));
    results.push(result);
    onResult?.(result);
  }
  return { url, apiVersion, results, leftovers: await cleanUp(session), interrupted: signal?.aborted ?? false };
}

function wantedChecks(only: readonly string[] | undefined): { readonly area: string; readonly check: Check }[] {
  return AREAS.flatMap(({ name, checks }) => checks.map((check) => ({ area: name, check }))).filter(
    ({ check }) => !only || only.includes(check.requirement),
  );
}

async function runCheck(session: Session, area: string, { run, ...check }: Check, minor: number): Promise<CheckResult> {
  const start = performance.now();
  const end = (outcome: Pick<CheckResult, 'status' | 'reason'>): CheckResult => ({
    ...check,
    area,
    ...outcome,
    durationMs: Math.round(performance.now() - start),
  });
  const { since = 0 } = check;
  if (since > minor) return end({ status: 'skipped', reason: `since version 2.${since}` });
  try {
    await run(session);
    return end({ status: 'passed' });
  } catch (error) {
    if (error instanceof NotPossible) return end({ status: 'skipped', reason: error.message });
    if (error instanceof NoAnswerError && error.reason === 'interrupted') {
      return end({ status: 'skipped', reason: 'interrupted' });
    }
    if (error instanceof CheckFailure || error instanceof NoAnswerError) {
      return end({ status: 'failed', reason: error.message });
    }
    const message = error instanceof Error ? error.message : String(error);
    return end({ status: 'failed', reason: `the checker itself failed: ${message}` });
  }
}

function minorOf(apiVersion: string): number {
  return Number(/^2\.(\d+)$/.exec(apiVersion)?.[1] ?? 17);
}
