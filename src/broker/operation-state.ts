/** How an operation stands: what its status file says, unless time has run out for it. Never guesses. */
import type { LastOperation } from '../osb/service-broker.js';
import { currentStatus } from '../repository/current-status.js';
import type { Operation } from '../repository/operation-file.js';
import { describeProblem } from '../repository/problem.js';
import type { Reading } from '../repository/reading.js';
import type { StatusFile } from '../repository/status-file.js';
import type { DecisionContext } from './decision-context.js';

export interface OperationState {
  readonly state: LastOperation['state'];
  readonly description?: string | undefined;
  readonly instanceUsable?: boolean | undefined;
  readonly updateRepeatable?: boolean | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Failed because no status came in time, which the repository does not say yet. */
  readonly overdue?: boolean;
}

/** @param maximumPollingSeconds the plan's `maximum_polling_duration`, which goes before the configured timeout */
export function operationState(
  operation: Operation,
  status: Reading<StatusFile>,
  context: Pick<DecisionContext, 'now' | 'rules'>,
  maximumPollingSeconds?: number,
): OperationState {
  const limitSeconds = maximumPollingSeconds ?? context.rules.operationTimeoutSeconds;
  if (operation.expiredAt !== undefined)
    return { state: 'failed', description: noStatusWithin(operation, limitSeconds) };
  const current = currentStatus(operation.id, status, context.rules);
  if (current.kind === 'reported' && current.status.status !== 'in progress') return reported(current.status);
  if (isOverdue(operation, limitSeconds, context.now)) {
    return { state: 'failed', description: noStatusWithin(operation, limitSeconds), overdue: true };
  }
  if (current.kind === 'reported') return reported(current.status);
  if (current.kind === 'unreadable') return { state: 'in progress', description: describeProblem(current.problem) };
  return { state: 'in progress', description: current.description };
}

function reported(status: StatusFile): OperationState {
  return {
    state: status.status,
    description: status.description || undefined,
    instanceUsable: status.instanceUsable,
    updateRepeatable: status.updateRepeatable,
    retryAfterSeconds: status.retryAfter,
  };
}

function isOverdue(operation: Operation, limitSeconds: number, now: Date): boolean {
  if (operation.requestedAt === undefined || limitSeconds === 0) return false;
  return now.getTime() - Date.parse(operation.requestedAt) > limitSeconds * 1000;
}

function noStatusWithin({ requestedAt, expiredAt }: Operation, limitSeconds: number): string {
  const waited = requestedAt && expiredAt ? Math.round((Date.parse(expiredAt) - Date.parse(requestedAt)) / 1000) : 0;
  return `no status within ${waited || limitSeconds} seconds`;
}

/** The plan's own limit, from the record's snapshot of its offering, so that it holds for plans that left the catalog too. */
export function maximumPollingSeconds(
  plans: readonly Record<string, unknown>[] | undefined,
  planId: string,
): number | undefined {
  const limit = plans?.find((plan) => plan['id'] === planId)?.['maximum_polling_duration'];
  return typeof limit === 'number' && limit > 0 ? limit : undefined;
}
