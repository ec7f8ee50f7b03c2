/**
 * What somebody who writes a broker implements: one method per endpoint of OSB 2.17.
 *
 * The plugin (`plugin.ts`) has checked authentication, versions, headers and the shape of every body before a method is
 * called; whatever depends on the broker's own state (existence, catalog, parameters) is the method's to check, in the
 * order of protocol decision A-02, by the functions of `catalog-checks.ts` and `parameter-schema.ts`.
 */
import type { Catalog } from './catalog.js';
import type { OriginatingIdentity } from './headers.js';
import type { BindBody, ProvisionBody, UpdateBody } from './requests.js';
import type { BindingResponse, InstanceMetadata, InstanceResponse } from './responses.js';

/** What every request carries beside its ids and body. */
export interface RequestContext {
  /** `X-Broker-API-Originating-Identity`, decoded; absent for non-user actions (IDENT-01). */
  readonly originatingIdentity?: OriginatingIdentity | undefined;
  /** `X-Broker-API-Request-Identity`, as sent. */
  readonly requestIdentity?: string | undefined;
}

interface InstanceAddress extends RequestContext {
  readonly instanceId: string;
}
interface BindingAddress extends InstanceAddress {
  readonly bindingId: string;
}
/** `accepts_incomplete=true`, and only exactly that. */
interface MaybeAsync {
  readonly acceptsIncomplete: boolean;
}
/** Optional hints of polls and fetches, non-empty when present. */
interface IdHints {
  readonly service_id?: string | undefined;
  readonly plan_id?: string | undefined;
}
interface OperationHint extends IdHints {
  readonly operation?: string | undefined;
}
/** Mandatory query parameters of deletes. */
interface DeleteIds {
  readonly service_id: string;
  readonly plan_id: string;
}

export type ProvisionRequest = InstanceAddress & MaybeAsync & { readonly body: ProvisionBody };
export type UpdateRequest = InstanceAddress & MaybeAsync & { readonly body: UpdateBody };
export type DeprovisionRequest = InstanceAddress & MaybeAsync & DeleteIds;
export type FetchInstanceRequest = InstanceAddress & IdHints;
export type InstanceOperationRequest = InstanceAddress & OperationHint;
export type BindRequest = BindingAddress & MaybeAsync & { readonly body: BindBody };
export type UnbindRequest = BindingAddress & MaybeAsync & DeleteIds;
export type FetchBindingRequest = BindingAddress & IdHints;
export type BindingOperationRequest = BindingAddress & OperationHint;

/** Work that goes on after the answer: 202. `operation` is what polls will name, at most 10,000 characters. */
interface Accepted {
  readonly outcome: 'accepted';
  readonly operation: string;
}
interface InstanceDetails {
  readonly dashboard_url?: string | undefined;
  readonly metadata?: InstanceMetadata | undefined;
}

/** `created` 201, `exists` 200 (identical request, already done), `accepted` 202. */
export type ProvisionResult = ({ readonly outcome: 'created' | 'exists' } | Accepted) & InstanceDetails;
/** `updated` 200 (done, or nothing to do), `accepted` 202. */
export type UpdateResult = ({ readonly outcome: 'updated' } | Accepted) & InstanceDetails;
/** `deleted` 200, `accepted` 202. */
export type DeleteResult = { readonly outcome: 'deleted' } | Accepted;
/** `created` 201, `exists` 200, `accepted` 202 (which must not carry any binding information, BIND-14). */
export type BindResult = { readonly outcome: 'created' | 'exists'; readonly binding: BindingResponse } | Accepted;

export interface LastOperation {
  readonly state: 'in progress' | 'succeeded' | 'failed';
  /** Non-empty text for end users. */
  readonly description?: string | undefined;
  /** Only with `failed` of an update or deprovision (LOP-04). */
  readonly instance_usable?: boolean | undefined;
  /** Only with `failed` of an update (LOP-05). */
  readonly update_repeatable?: boolean | undefined;
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Every method throws {@link OsbError} for what the platform must be told; anything else becomes a 500. */
export interface ServiceBroker {
  /** `GET /v2/catalog`. Return the same object as long as the catalog is the same: its `ETag` is computed once per object. */
  catalog(context: RequestContext): Promise<Catalog>;
  /** `PUT /v2/service_instances/:instance_id` */
  provision(request: ProvisionRequest): Promise<ProvisionResult>;
  /** `GET /v2/service_instances/:instance_id` */
  fetchInstance(request: FetchInstanceRequest): Promise<InstanceResponse>;
  /** `PATCH /v2/service_instances/:instance_id` */
  update(request: UpdateRequest): Promise<UpdateResult>;
  /** `DELETE /v2/service_instances/:instance_id` */
  deprovision(request: DeprovisionRequest): Promise<DeleteResult>;
  /** `GET /v2/service_instances/:instance_id/last_operation` */
  lastInstanceOperation(request: InstanceOperationRequest): Promise<LastOperation>;
  /** `PUT /v2/service_instances/:instance_id/service_bindings/:binding_id` */
  bind(request: BindRequest): Promise<BindResult>;
  /** `GET /v2/service_instances/:instance_id/service_bindings/:binding_id` */
  fetchBinding(request: FetchBindingRequest): Promise<BindingResponse>;
  /** `DELETE /v2/service_instances/:instance_id/service_bindings/:binding_id` */
  unbind(request: UnbindRequest): Promise<DeleteResult>;
  /** `GET /v2/service_instances/:instance_id/service_bindings/:binding_id/last_operation` */
  lastBindingOperation(request: BindingOperationRequest): Promise<LastOperation>;
}
