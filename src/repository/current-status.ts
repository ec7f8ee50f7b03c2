/** What status.yml says about the current operation, and only about that one. */
import type { FileProblem } from './problem.js';
import type { Reading } from './reading.js';
import type { StatusFile } from './status-file.js';

export type CurrentStatus =
  | { readonly kind: 'waiting'; readonly description?: string }
  | { readonly kind: 'reported'; readonly status: StatusFile }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem };

/** @param requireOperation a status that names no operation does not count (`STATUS_OPERATION=required`) */
export function currentStatus(
  operationId: string,
  status: Reading<StatusFile>,
  { requireOperation }: { readonly requireOperation: boolean },
): CurrentStatus {
  if (status.kind === 'absent') return { kind: 'waiting' };
  if (status.kind === 'unreadable') return status;
  const named = status.value.operation;
  if (named === undefined && requireOperation) {
    return { kind: 'waiting', description: 'status.yml must name the operation it speaks of' };
  }
  // A status of another operation is stale: a pipeline that started before this order must not finish it.
  if (named !== undefined && named !== operationId) return { kind: 'waiting' };
  return { kind: 'reported', status: status.value };
}
