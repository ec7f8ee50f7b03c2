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
import type { Subject, SubjectChoice } from './subject.js';

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

/**
 * Never throws for what a broker does wrong.
 * @throws NoAnswerError when there is no broker, OsbError `BadRequest` when the choice does not fit its catalog
 */
export async function runChecks(options: RunOptions): Promise<Report> {
  const { connection, polling, choice, only, onResult } = options;
  const { url, apiVersion = '2.17', signal } = connection;
  const session = new Session({ connection, polling, choice });
  await session.tell(subjectOrNone);
  const results: CheckResult[] = [];
  for (const { area, check } of wantedChecks(only)) {
    if (signal?.aborted) break;
    const result = await runCheck(session, area, check, minorOf(apiVersion));
    results.push(result);
    onResult?.(result);
  }
  return { url, apiVersion, results, leftovers: await cleanUp(session), interrupted: signal?.aborted ?? false };
}

/** What a run would order, for people to agree to: nothing is created yet. @throws as {@link runChecks} */
export async function previewRun({ connection, choice }: RunOptions): Promise<string[]> {
  const subject = await subjectOrNone(new Session({ connection, choice }));
  if (!subject) return [`Nothing will be created at ${connection.url}: its catalog has no plan that could be ordered.`];
  const { offering, plan, bindable, planUpdateable, otherPlan } = subject;
  return [
    `At ${connection.url}, of the service "${offering.name}":`,
    `  about five instances of the plan "${plan.name}" will be ordered, and deleted again`,
    ...(bindable ? ['  about three bindings of one of them will be made, and deleted again'] : []),
    ...(planUpdateable && otherPlan ? [`  one of them will be changed to the plan "${otherPlan.name}"`] : []),
    `  their ids begin with "conformance-"; what cannot be deleted again is listed in the end`,
  ];
}

/** A catalog that cannot be read is for the checks to report. */
async function subjectOrNone(session: Session): Promise<Subject | undefined> {
  try {
    return await session.subject();
  } catch (error) {
    if (error instanceof NotPossible) return undefined;
    throw error;
  }
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
