/** One operation that waits for a pipeline, with the record it is about. */
import type { BindingFile } from '../repository/binding-file.js';
import type { InstanceFile } from '../repository/instance-file.js';
import type { JsonObject } from '../osb/json-object.js';
import type { Operation } from '../repository/operation-file.js';

/** Names a record. */
export interface RecordReference {
  readonly instanceId: string;
  /** Left out for the instance itself. */
  readonly bindingId?: string | undefined;
}

export interface Work extends RecordReference {
  readonly instancePath: string;
  /** Folder of the instance or binding. */
  readonly recordPath: string;
  readonly operation: Operation;
  /** UniPipe's records name no operation; then their status does not either. */
  readonly namesOperation: boolean;
  readonly instance: InstanceFile;
  readonly binding: BindingFile | undefined;
  /** What earlier operations left in the record's own response.yml. */
  readonly response: JsonObject | undefined;
  /** What the instance's handler left in its response.yml. */
  readonly instanceMetadata: JsonObject | undefined;
  /** Of the binding, as they stand. */
  readonly credentials: JsonObject | undefined;
}

export function isDelete({ operation }: Pick<Work, 'operation'>): boolean {
  return operation.type === 'deprovision' || operation.type === 'unbind';
}

/** The names that operators know offering and plan by; the ids when the record has none. */
export function offeringName({ instance }: Pick<Work, 'instance'>): string {
  return instance.serviceDefinition?.name ?? instance.serviceDefinitionId;
}

export function planId({ instance, binding }: Pick<Work, 'instance' | 'binding'>): string {
  return (binding ?? instance).planId;
}

export function planName(work: Pick<Work, 'instance' | 'binding'>): string {
  const id = planId(work);
  const name = work.instance.serviceDefinition?.plans?.find((plan) => plan['id'] === id)?.['name'];
  return typeof name === 'string' ? name : id;
}
