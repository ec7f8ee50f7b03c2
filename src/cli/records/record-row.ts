/** One instance or binding as lists show it. Records that cannot be read have a row too, with the reason. */
import { interpretBinding } from '../../broker/known-binding.js';
import { interpretInstance } from '../../broker/known-instance.js';
import type { KnownInstance } from '../../broker/known-instance.js';
import type { DecisionContext } from '../../broker/decision-context.js';
import type { OperationState } from '../../broker/operation-state.js';
import type { BindingFile } from '../../repository/binding-file.js';
import type { InstanceFile } from '../../repository/instance-file.js';
import type { Operation } from '../../repository/operation-file.js';
import { describeProblem } from '../../repository/problem.js';
import type { BindingRecord, InstanceRecord, RepositoryView } from '../../repository/repository-view.js';
import { describePlatformContext } from './platform-context.js';
import type { PlatformContext } from './platform-context.js';

type Context = Pick<DecisionContext, 'now' | 'rules'>;

export interface RecordRow {
  readonly kind: 'instance' | 'binding';
  readonly instanceId: string;
  /** Folder of the record. */
  readonly path: string;
  readonly bindingId?: string;
  readonly offering?: { readonly id: string; readonly name?: string | undefined };
  readonly plan?: { readonly id: string; readonly name?: string | undefined };
  readonly operation?: Pick<Operation, 'id' | 'type' | 'requestedAt'>;
  readonly state: OperationState['state'] | 'unreadable';
  readonly description?: string | undefined;
  /** No status.yml for the operation yet. */
  readonly noStatus?: boolean;
  /** Of the operation; unknown for records of UniPipe. */
  readonly ageSeconds?: number;
  readonly deleted?: boolean;
  readonly context?: PlatformContext;
}

/** Every instance, each followed by its bindings, in the order of their ids. */
export async function readRecordRows(view: RepositoryView, context: Context): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  const ids = (await view.instanceIds()).map(({ instanceId }) => instanceId);
  for (const instanceId of ids.sort()) {
    const record = await view.instance(instanceId);
    if (!record) continue;
    const instance = knownOrProblem(record, context);
    if (typeof instance === 'string') {
      rows.push({ kind: 'instance', instanceId, path: record.path, state: 'unreadable', description: instance });
      continue;
    }
    rows.push(instanceRow(instance, context));
    for (const bindingId of [...(await view.bindingIds(instanceId))].sort()) {
      const binding = await view.binding(instanceId, bindingId);
      if (binding) rows.push(bindingRow(binding, bindingId, instance, context));
    }
  }
  return rows;
}

function instanceRow(known: KnownInstance, context: Context): RecordRow {
  return {
    kind: 'instance',
    instanceId: known.file.serviceInstanceId,
    path: known.record.path,
    ...commonOf(known, known, context),
  };
}

function bindingRow(record: BindingRecord, bindingId: string, instance: KnownInstance, context: Context): RecordRow {
  const ids = { kind: 'binding', instanceId: instance.file.serviceInstanceId, path: record.path, bindingId } as const;
  const known = attempt(() => interpretBinding(record, instance, context));
  if (typeof known === 'object') return { ...ids, ...commonOf(known, instance, context) };
  return { ...ids, state: 'unreadable', description: known ?? 'there is no binding.yml' };
}

function knownOrProblem(record: InstanceRecord, context: Context): KnownInstance | string {
  if (record.instance.kind === 'unreadable') return describeProblem(record.instance.problem);
  return attempt(() => interpretInstance(record, context)) ?? 'there is no instance.yml';
}

/** What the broker refuses to interpret is told in its words. */
function attempt<T>(interpret: () => T): T | string {
  try {
    return interpret();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

interface Known {
  readonly file: InstanceFile | BindingFile;
  readonly operation: Operation;
  readonly outcome: OperationState;
  readonly record: InstanceRecord | BindingRecord;
}

function commonOf({ file, operation, outcome, record }: Known, instance: KnownInstance, { now }: Context) {
  const { id, type, requestedAt } = operation;
  const definition = instance.file.serviceDefinition;
  const planName = definition?.plans?.find((plan) => plan['id'] === file.planId)?.['name'];
  return {
    offering: { id: file.serviceDefinitionId, name: definition?.name },
    plan: { id: file.planId, name: typeof planName === 'string' ? planName : undefined },
    operation: { id, type, ...(requestedAt !== undefined && { requestedAt }) },
    state: outcome.state,
    description: outcome.description,
    noStatus: record.status.kind === 'absent',
    ...(requestedAt !== undefined && { ageSeconds: Math.floor((now.getTime() - Date.parse(requestedAt)) / 1000) }),
    deleted: file.deleted,
    context: describePlatformContext(file, instance.file),
  };
}
