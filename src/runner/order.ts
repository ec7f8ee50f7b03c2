/** The order as handlers get it: one JSON value with everything that the repository knows. Data, never text to be evaluated. */
import type { BindingFile } from '../repository/binding-file.js';
import type { InstanceFile } from '../repository/instance-file.js';
import type { JsonObject } from '../osb/json-object.js';
import type { Operation } from '../repository/operation-file.js';
import { offeringName, planId, planName } from './work.js';
import type { Work } from './work.js';

export interface Order {
  readonly operation: Operation;
  readonly instanceId: string;
  readonly bindingId: string | undefined;
  readonly offering: { readonly id: string; readonly name: string };
  readonly plan: { readonly id: string; readonly name: string };
  /** Of the instance, or of the binding when it is one of a binding. What platform users typed: never trust them. */
  readonly parameters: JsonObject;
  /** From params.yml: what a person added. */
  readonly params: JsonObject;
  readonly context: JsonObject | null;
  readonly bindResource: JsonObject | undefined;
  /** What the instance's handler left in response.yml. */
  readonly instanceMetadata: JsonObject | undefined;
  /** Of the binding, as they stand: what an unbind has to take back. */
  readonly credentials: JsonObject | undefined;
  /** Both files as they are in the repository. */
  readonly instance: InstanceFile;
  readonly binding: BindingFile | undefined;
}

export function orderOf(work: Work, params: JsonObject): Order {
  const { instance, binding, operation, bindingId, credentials, instanceMetadata } = work;
  const record = binding ?? instance;
  return {
    operation,
    instanceId: work.instanceId,
    bindingId,
    offering: { id: instance.serviceDefinitionId, name: offeringName(work) },
    plan: { id: planId(work), name: planName(work) },
    parameters: record.parameters,
    params,
    context: record.context ?? instance.context,
    bindResource: binding?.bindResource,
    instanceMetadata,
    credentials,
    instance,
    binding,
  };
}

/** The parts that shell scripts like to have at hand. */
export function orderVariables(order: Order): Record<string, string> {
  const variables: Record<string, string | undefined> = {
    GITBROKER_OPERATION_ID: order.operation.id,
    GITBROKER_OPERATION_TYPE: order.operation.type,
    GITBROKER_INSTANCE_ID: order.instanceId,
    GITBROKER_BINDING_ID: order.bindingId,
    GITBROKER_OFFERING_ID: order.offering.id,
    GITBROKER_OFFERING_NAME: order.offering.name,
    GITBROKER_PLAN_ID: order.plan.id,
    GITBROKER_PLAN_NAME: order.plan.name,
  };
  // The environment cannot hold a NUL; the order itself, on stdin, can.
  const possible = Object.entries(variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[1].includes('\0'),
  );
  return Object.fromEntries(possible);
}
