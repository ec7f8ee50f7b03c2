/** What all routes read alike: ids of the URL, query parameters and identities. Polls pass here, so it stays plain. */
import type { FastifyRequest } from 'fastify';
import { OsbError } from './errors.js';
import { IDENTITY_HEADER, originatingIdentity, REQUEST_IDENTITY_HEADER } from './headers.js';
import type { RequestContext } from './service-broker.js';

type Query = Readonly<Record<string, string | string[] | undefined>>;

export interface InstanceRoute {
  Params: { readonly instance_id: string };
  Querystring: Query;
}
export interface BindingRoute {
  Params: { readonly instance_id: string; readonly binding_id: string };
  Querystring: Query;
}

export function requestContext(request: FastifyRequest): RequestContext {
  return {
    originatingIdentity: originatingIdentity(request.headers[IDENTITY_HEADER]),
    requestIdentity: requestIdentity(request),
  };
}

export function requestIdentity({ headers }: FastifyRequest): string | undefined {
  const value = headers[REQUEST_IDENTITY_HEADER];
  return value === undefined ? undefined : String(value);
}

/** Ids are opaque: decoded, and otherwise as sent (URL-01). */
export function instanceAddress(request: FastifyRequest<InstanceRoute>) {
  return { ...requestContext(request), instanceId: idOf(request.params.instance_id, 'instance_id') };
}

export function bindingAddress(request: FastifyRequest<BindingRoute>) {
  const { instance_id, binding_id } = request.params;
  const instanceId = idOf(instance_id, 'instance_id');
  return { ...requestContext(request), instanceId, bindingId: idOf(binding_id, 'binding_id') };
}

function idOf(value: string, name: string): string {
  if (value === '') throw new OsbError('BadRequest', `${name}: must not be empty`);
  return value;
}

/** Only exactly `true` counts. */
export function acceptsIncomplete(query: Query): boolean {
  return optionalParameter(query, 'accepts_incomplete', { emptyAllowed: true }) === 'true';
}

/** The mandatory ids of a delete (DEP-02, DEP-03, UNB-02, UNB-03). @throws OsbError `BadRequest` naming all that is missing */
export function deleteIds(query: Query): { readonly service_id: string; readonly plan_id: string } {
  const { service_id, plan_id } = query;
  const isId = (value: Query[string]) => typeof value === 'string' && value !== '';
  if (typeof service_id === 'string' && service_id !== '' && typeof plan_id === 'string' && plan_id !== '') {
    return { service_id, plan_id };
  }
  const missing = Object.entries({ service_id, plan_id }).filter(([, value]) => !isId(value));
  const problems = missing.map(([name, value]) => `${name}: ${problemOf(value)}`);
  throw new OsbError('BadRequest', `Query parameters: ${problems.join('; ')}`);
}

/** The optional hints of a poll, non-empty when present (LOP-07, BLOP-04). */
export function operationHints(query: Query) {
  return {
    service_id: optionalParameter(query, 'service_id'),
    plan_id: optionalParameter(query, 'plan_id'),
    operation: optionalParameter(query, 'operation'),
  };
}

/** The two fetch routes define no 400: hints that make no sense are left out (ERR-15). */
export function fetchHints({ service_id, plan_id }: Query) {
  return { service_id: usable(service_id), plan_id: usable(plan_id) };
}

function usable(value: Query[string]): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function optionalParameter(query: Query, name: string, { emptyAllowed = false } = {}): string | undefined {
  const value = query[name];
  if (value === undefined || (typeof value === 'string' && (value !== '' || emptyAllowed))) return value;
  throw new OsbError('BadRequest', `Query parameter ${name}: ${problemOf(value)}`);
}

function problemOf(value: Query[string]): string {
  if (value === undefined) return 'is required';
  return Array.isArray(value) ? 'must not be repeated' : 'must not be empty';
}
