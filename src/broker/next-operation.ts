/** Makes the operation that follows another one of the same record, and keeps the memory of those before it. */
import type { Concluded, Operation } from '../repository/operation-file.js';
import type { DecisionContext } from './decision-context.js';
import type { OperationState } from './operation-state.js';

/** How many ended operations a record remembers. Platforms poll the newest; a few more cover every late poll. */
const REMEMBERED = 10;

interface Before {
  readonly operation: Operation;
  readonly outcome: OperationState;
}

/**
 * @param before the record's operation until now
 * @param options newLife: the record begins anew, so nothing is cut short; how earlier operations ended is still remembered,
 * for polls that come late
 */
export function nextOperation(
  type: Operation['type'],
  context: Pick<DecisionContext, 'now' | 'operationId'>,
  requestId: string | undefined,
  before?: Before,
  { newLife = false } = {},
): Operation {
  const supersedes = before && !newLife ? superseded(before) : [];
  const concluded = before ? remembered(before) : [];
  return {
    id: context.operationId,
    type,
    requestedAt: context.now.toISOString(),
    ...(requestId !== undefined && { requestId }),
    ...(supersedes.length > 0 && { supersedes }),
    ...(concluded.length > 0 && { concluded }),
  };
}

function superseded({ operation, outcome }: Before): string[] {
  return [...(operation.supersedes ?? []), ...(outcome.state === 'in progress' ? [operation.id] : [])];
}

function remembered({ operation, outcome }: Before): Concluded[] {
  const earlier = operation.concluded ?? [];
  if (outcome.state === 'in progress') return earlier;
  return [...earlier, { id: operation.id, type: operation.type, state: outcome.state }].slice(-REMEMBERED);
}
