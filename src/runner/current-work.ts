/** Whether a record's operation still waits for a pipeline: the question before a claim, during the work and before the report. */
import { operationOf } from '../repository/current-operation.js';
import { currentStatus } from '../repository/current-status.js';
import type { BindingFile } from '../repository/binding-file.js';
import type { InstanceFile } from '../repository/instance-file.js';
import type { FileProblem } from '../repository/problem.js';
import type { Reading } from '../repository/reading.js';
import type { BindingRecord, InstanceRecord, RepositoryView } from '../repository/repository-view.js';
import type { StatusFile } from '../repository/status-file.js';
import type { RecordReference, Work } from './work.js';

export type WorkLooked =
  | { readonly kind: 'pending'; readonly work: Work }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem };

export interface WorkRules {
  /** A status that names no operation does not count (`STATUS_OPERATION=required`). */
  readonly requireOperation: boolean;
}

export async function lookUpWork(
  view: RepositoryView,
  { instanceId, bindingId }: RecordReference,
  rules: WorkRules,
): Promise<WorkLooked> {
  const record = await view.instance(instanceId);
  if (!record) return { kind: 'none' };
  if (bindingId === undefined) return instanceWork(record, rules);
  const binding = await view.binding(instanceId, bindingId);
  return binding ? bindingWork(record, binding, rules) : { kind: 'none' };
}

export function instanceWork(record: InstanceRecord, rules: WorkRules): WorkLooked {
  const { instance, path } = record;
  if (instance.kind !== 'valid') return instance.kind === 'absent' ? { kind: 'none' } : instance;
  const state = stateOf(instance.value, 'instance', record.status, rules);
  if (state !== 'pending') return state;
  return {
    kind: 'pending',
    work: {
      instanceId: instance.value.serviceInstanceId,
      instancePath: path,
      recordPath: path,
      operation: operationOf(instance.value, 'instance'),
      namesOperation: instance.value.operation !== undefined,
      instance: instance.value,
      binding: undefined,
      response: record.response.kind === 'valid' ? record.response.value : undefined,
      instanceMetadata: metadataOf(record),
      credentials: undefined,
    },
  };
}

export function bindingWork(record: InstanceRecord, bindingRecord: BindingRecord, rules: WorkRules): WorkLooked {
  const { instance, path } = record;
  const { binding, credentials } = bindingRecord;
  if (instance.kind === 'unreadable') return instance;
  if (binding.kind === 'unreadable') return binding;
  if (instance.kind !== 'valid' || binding.kind !== 'valid') return { kind: 'none' };
  const state = stateOf(binding.value, 'binding', bindingRecord.status, rules);
  if (state !== 'pending') return state;
  return {
    kind: 'pending',
    work: {
      instanceId: instance.value.serviceInstanceId,
      bindingId: binding.value.bindingId,
      instancePath: path,
      recordPath: bindingRecord.path,
      operation: operationOf(binding.value, 'binding'),
      namesOperation: binding.value.operation !== undefined,
      instance: instance.value,
      binding: binding.value,
      response: bindingRecord.response.kind === 'valid' ? bindingRecord.response.value : undefined,
      instanceMetadata: metadataOf(record),
      credentials: credentials.kind === 'valid' ? credentials.value : undefined,
    },
  };
}

function stateOf(
  file: InstanceFile | BindingFile,
  kind: 'instance' | 'binding',
  status: Reading<StatusFile>,
  rules: WorkRules,
): 'pending' | Exclude<WorkLooked, { kind: 'pending' }> {
  const operation = operationOf(file, kind);
  // The broker has told the platform that it failed: nothing can revive it.
  if (operation.expiredAt !== undefined) return { kind: 'none' };
  const current = currentStatus(operation.id, status, rules);
  if (current.kind === 'unreadable') return current;
  return current.kind === 'waiting' || current.status.status === 'in progress' ? 'pending' : { kind: 'none' };
}

function metadataOf({ response }: InstanceRecord) {
  return response.kind === 'valid' ? response.value.metadata : undefined;
}
