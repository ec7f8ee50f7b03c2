/** A service instance as the repository records it, and the phase of its life that follows. */
import { OsbError } from '../osb/errors.js';
import { operationOf } from '../repository/current-operation.js';
import type { InstanceFile } from '../repository/instance-file.js';
import type { Operation } from '../repository/operation-file.js';
import { describeProblem } from '../repository/problem.js';
import type { FileProblem } from '../repository/problem.js';
import type { InstanceRecord, RepositoryView } from '../repository/repository-view.js';
import type { DecisionContext } from './decision-context.js';
import { maximumPollingSeconds, operationState } from './operation-state.js';
import type { OperationState } from './operation-state.js';

type InstancePhase =
  'provisioning' | 'provision failed' | 'ready' | 'updating' | 'deprovisioning' | 'deprovision failed' | 'gone';

export interface KnownInstance {
  readonly record: InstanceRecord;
  readonly file: InstanceFile;
  readonly operation: Operation;
  readonly outcome: OperationState;
  readonly phase: InstancePhase;
}

/** Values that an update can change. */
export type InstanceValues = Readonly<Pick<InstanceFile, 'planId' | 'parameters' | 'context'>> & {
  readonly maintenanceInfo: { readonly version: string } | undefined;
};

/**
 * undefined when the repository has no such record.
 * @throws OsbError `RecordUnreadable` when instance.yml cannot be read: its state must not be guessed.
 */
export async function knownInstance(
  view: RepositoryView,
  instanceId: string,
  context: Pick<DecisionContext, 'now' | 'rules'>,
): Promise<KnownInstance | undefined> {
  const record = await view.instance(instanceId);
  return record && interpretInstance(record, context);
}

export function interpretInstance(
  record: InstanceRecord,
  context: Pick<DecisionContext, 'now' | 'rules'>,
): KnownInstance | undefined {
  if (record.instance.kind === 'absent') return undefined;
  if (record.instance.kind === 'unreadable') throw unreadable(record.instance.problem);
  const file = record.instance.value;
  const operation = operationOf(file, 'instance');
  const limit = maximumPollingSeconds(file.serviceDefinition?.plans, file.planId);
  const outcome = operationState(operation, record.status, context, limit);
  return { record, file, operation, outcome, phase: phaseOf(operation.type, outcome.state) };
}

export function unreadable(problem: FileProblem): OsbError {
  return new OsbError('RecordUnreadable', `The record in the repository cannot be read: ${describeProblem(problem)}`);
}

const PHASES = {
  provision: { 'in progress': 'provisioning', failed: 'provision failed', succeeded: 'ready' },
  // A failed update leaves the instance as it was: it can be updated, bound and deleted.
  update: { 'in progress': 'updating', failed: 'ready', succeeded: 'ready' },
  deprovision: { 'in progress': 'deprovisioning', failed: 'deprovision failed', succeeded: 'gone' },
} as const;

function phaseOf(type: Operation['type'], state: OperationState['state']): InstancePhase {
  if (type === 'bind' || type === 'unbind') {
    throw new OsbError(
      'RecordUnreadable',
      'The record in the repository cannot be read: a service instance has no bind or unbind operation',
    );
  }
  return PHASES[type][state];
}

/** The values last in force: a running or failed update has not changed them. */
export function valuesInForce({ file, operation, outcome }: KnownInstance): InstanceValues {
  const { previous } = operation;
  return valuesOf(operation.type === 'update' && outcome.state !== 'succeeded' && previous ? previous : file);
}

export function valuesOf(source: InstanceFile | NonNullable<Operation['previous']>): InstanceValues {
  const { planId, parameters, maintenanceInfo, context } = source;
  return { planId, parameters, maintenanceInfo, context };
}
