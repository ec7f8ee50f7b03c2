/**
 * Idempotency for whoever writes a broker: the same create again is answered as before (200, or 202 while it is under
 * way), another one under the same id is a conflict (409).
 *
 * Keeps nothing: the broker knows what was ordered, and says so.
 */
import { bindResourceOf } from './bind-resource.js';
import { OsbError } from './errors.js';
import type { BindBody, ProvisionBody } from './requests.js';
import type { BindingResponse } from './responses.js';
import { sameJson } from './same-json.js';
import type { BindResult, ProvisionResult } from './service-broker.js';

/** What the broker has under the id of a request. */
export interface KnownInstance {
  /** As ordered, with what updates have changed since. */
  readonly body: ProvisionBody;
  /** While it is being created: what polls are to name. */
  readonly operation?: string | undefined;
}

export interface KnownBinding {
  readonly body: BindBody;
  /** While it is being created: what polls are to name. */
  readonly operation?: string | undefined;
  /** What it hands out; needed once it is there. */
  readonly binding?: BindingResponse | undefined;
}

/**
 * @returns the answer to a repeated request; undefined when there is nothing under this id yet
 * @throws OsbError `InstanceExists` when it was ordered otherwise (PROV-19)
 */
export function repeatedProvision(known: KnownInstance | undefined, body: ProvisionBody): ProvisionResult | undefined {
  if (!known) return undefined;
  if (!sameJson(comparedOfInstance(known.body), comparedOfInstance(body)))
    throw new OsbError('InstanceExists', 'A service instance with this id exists with other attributes');
  const { operation } = known;
  return operation === undefined ? { outcome: 'exists' } : { outcome: 'accepted', operation };
}

/**
 * @returns the answer to a repeated request; undefined when there is nothing under this id yet
 * @throws OsbError `BindingExists` when it was ordered otherwise (BIND-17)
 */
export function repeatedBind(known: KnownBinding | undefined, body: BindBody): BindResult | undefined {
  if (!known) return undefined;
  if (!sameJson(comparedOfBinding(known.body), comparedOfBinding(body)))
    throw new OsbError('BindingExists', 'A service binding with this id exists with other attributes');
  const { operation, binding = {} } = known;
  return operation === undefined ? { outcome: 'exists', binding } : { outcome: 'accepted', operation };
}

/** The context may change between two tries; no parameters are the same as empty ones. */
function comparedOfInstance({ service_id, plan_id, organization_guid, space_guid, parameters = {} }: ProvisionBody) {
  return { service_id, plan_id, organization_guid, space_guid, parameters };
}

function comparedOfBinding(body: BindBody) {
  const { service_id, plan_id, parameters = {}, predecessor_binding_id } = body;
  return { service_id, plan_id, resource: bindResourceOf(body), parameters, predecessor_binding_id };
}
