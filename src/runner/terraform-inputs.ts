/**
 * The values of a module's variables, from an order. Names that the platform vouches for can never be set by a parameter
 * of the order, and only declared variables are passed.
 */
import type { JsonObject } from '../osb/json-object.js';
import type { Order } from './order.js';
import type { TerraformModule } from './terraform-module.js';

export interface TerraformInputs {
  readonly values: JsonObject;
  /** Parameters of the order that the module does not know or that would change what is not the orderer's to say. */
  readonly refused: readonly string[];
}

/** What the module gets by its own names. */
export function inputsOf(order: Order, { variables }: TerraformModule): TerraformInputs {
  const trusted: JsonObject = {
    operation_type: order.operation.type,
    instance_id: order.instanceId,
    binding_id: order.bindingId ?? null,
    offering_id: order.offering.id,
    offering_name: order.offering.name,
    plan_id: order.plan.id,
    plan_name: order.plan.name,
    context: order.context,
    bind_resource: order.bindResource ?? null,
    originating_identity: (order.binding ?? order.instance).originatingIdentity,
    instance_parameters: order.instance.parameters,
    instance_metadata: order.instanceMetadata ?? null,
    params: order.params,
    parameters: order.parameters,
    ...order.params,
  };
  return merge(trusted, order.parameters, variables);
}

/** Of the context these are the platform's own affair, and UniPipe keeps them from modules, too. */
const PRIVATE_CONTEXT = new Set(['auth_url', 'token_url', 'permission_url']);

/** What UniPipe's wrapper gives a module: context, bind resource and parameters side by side. */
export function unipipeInputsOf(order: Order, { variables }: TerraformModule): TerraformInputs {
  const context = Object.entries(order.instance.context ?? {}).filter(([key]) => !PRIVATE_CONTEXT.has(key));
  const trusted: JsonObject = {
    ...Object.fromEntries(context),
    ...order.bindResource,
    ...order.params,
    plan_id: order.instance.planId,
    plan_name: order.plan.name,
  };
  const parameters = { ...order.instance.parameters, ...order.parameters };
  const { values, refused } = merge({ ...trusted, platform_secret: null }, parameters, variables);
  // It comes from TF_VAR_platform_secret.
  const { platform_secret: _, ...rest } = values;
  return { values: rest, refused };
}

function merge(trusted: JsonObject, parameters: JsonObject, variables: ReadonlySet<string>): TerraformInputs {
  const takesAll = variables.has('parameters') && trusted['parameters'] !== undefined;
  const isKnown = (name: string) => variables.has(name) && !Object.hasOwn(trusted, name);
  const known = Object.entries(parameters).filter(([name]) => isKnown(name));
  const own = Object.entries(trusted).filter(([name]) => variables.has(name));
  return {
    values: Object.fromEntries([...known, ...own]),
    refused: takesAll ? [] : Object.keys(parameters).filter((name) => !isKnown(name)),
  };
}
