/** A service binding as the repository records it, and the phase of its life that follows. */
import { OsbError } from '../osb/errors.js';
import type { BindingFile } from '../repository/binding-file.js';
import { operationOf } from '../repository/current-operation.js';
import type { Operation } from '../repository/operation-file.js';
import { describeProblem } from '../repository/problem.js';
import type { BindingRecord, RepositoryView } from '../repository/repository-view.js';
import { bindingProblem } from './binding-information.js';
import type { DecisionContext } from './decision-context.js';
import { unreadable } from './known-instance.js';
import type { KnownInstance } from './known-instance.js';
import { maximumPollingSeconds, operationState } from './operation-state.js';
import type { OperationState } from './operation-state.js';

type BindingPhase = 'binding' | 'bind failed' | 'ready' | 'unbinding' | 'unbind failed' | 'gone';

export interface KnownBinding {
  readonly record: BindingRecord;
  readonly file: BindingFile;
  readonly operation: Operation;
  readonly outcome: OperationState;
  readonly phase: BindingPhase;
}

/**
 * undefined when the repository has no such record.
 * @throws OsbError `RecordUnreadable` when binding.yml cannot be read
 */
export async function knownBinding(
  view: RepositoryView,
  instance: KnownInstance,
  bindingId: string,
  context: Pick<DecisionContext, 'now' | 'rules'>,
): Promise<KnownBinding | undefined> {
  const record = await view.binding(instance.file.serviceInstanceId, bindingId);
  return record && interpretBinding(record, instance, context);
}

export function interpretBinding(
  record: BindingRecord,
  instance: KnownInstance,
  context: Pick<DecisionContext, 'now' | 'rules'>,
): KnownBinding | undefined {
  if (record.binding.kind === 'absent') return undefined;
  if (record.binding.kind === 'unreadable') throw unreadable(record.binding.problem);
  const file = record.binding.value;
  const operation = operationOf(file, 'binding');
  const limit = maximumPollingSeconds(instance.file.serviceDefinition?.plans, file.planId);
  const reported = operationState(operation, record.status, context, limit);
  const outcome = operation.type === 'bind' ? onlyWhenFetchable(reported, record, instance) : reported;
  const phase = instance.phase === 'gone' ? 'gone' : phaseOf(operation.type, outcome.state);
  return { record, file, operation, outcome, phase };
}

/** A bind has succeeded only once a fetch can deliver what it made (BLOP-13). */
function onlyWhenFetchable(reported: OperationState, record: BindingRecord, instance: KnownInstance): OperationState {
  if (reported.state !== 'succeeded') return reported;
  const problem = bindingProblem(record, instance);
  return problem === undefined ? reported : { state: 'in progress', description: describeProblem(problem) };
}

const PHASES = {
  bind: { 'in progress': 'binding', failed: 'bind failed', succeeded: 'ready' },
  unbind: { 'in progress': 'unbinding', failed: 'unbind failed', succeeded: 'gone' },
} as const;

function phaseOf(type: Operation['type'], state: OperationState['state']): BindingPhase {
  if (type === 'bind' || type === 'unbind') return PHASES[type][state];
  throw new OsbError(
    'RecordUnreadable',
    'The record in the repository cannot be read: a service binding has only bind and unbind operations',
  );
}
