/** One request and its answer, as they went over the wire, and what can be asked of them. */
import type { BrokerRequest } from '../client/broker-connection.js';
import type { HttpAnswer } from '../client/http.js';
import { isJsonObject } from '../osb/read-json.js';
import { CheckFailure } from './check.js';

export interface Exchange {
  readonly request: BrokerRequest;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** undefined when it is not JSON */
  readonly body: unknown;
}

export type CallName =
  | 'catalog'
  | 'provision'
  | 'fetchInstance'
  | 'update'
  | 'deprovision'
  | 'lastInstanceOperation'
  | 'bind'
  | 'fetchBinding'
  | 'unbind'
  | 'lastBindingOperation';

export function exchangeOf(request: BrokerRequest, { status, headers, text }: HttpAnswer): Exchange {
  return { request, status, headers, text, body: parse(text) };
}

/** undefined for a path that the specification does not know */
export function callOf({ method, path }: BrokerRequest): CallName | undefined {
  if (path === '/v2/catalog') return 'catalog';
  const binding = path.includes('/service_bindings/');
  if (path.endsWith('/last_operation')) return binding ? 'lastBindingOperation' : 'lastInstanceOperation';
  if (method === 'GET') return binding ? 'fetchBinding' : 'fetchInstance';
  if (method === 'PUT') return binding ? 'bind' : 'provision';
  if (method === 'DELETE') return binding ? 'unbind' : 'deprovision';
  return method === 'PATCH' && !binding ? 'update' : undefined;
}

export function field(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function textField(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** For messages: `PUT /v2/service_instances/… answered 500 {"description":"…"}`. Credentials are never in it. */
export function describeExchange({ request, status, text, body }: Exchange): string {
  const secret = field(body, 'credentials') !== undefined;
  const shown = secret ? '{"credentials":…}' : text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
  return `${request.method} ${shortPath(request.path)} answered ${status}${shown && ` ${shown}`}`;
}

/** @throws CheckFailure */
export function expectStatus(exchange: Exchange, ...statuses: readonly number[]): void {
  if (statuses.includes(exchange.status)) return;
  throw new CheckFailure(`${describeExchange(exchange)}; expected ${statuses.join(' or ')}`);
}

/** The status, and the word by which the specification names the case (ERR-06). @throws CheckFailure */
export function expectError(exchange: Exchange, status: number, error: string): void {
  expectStatus(exchange, status);
  if (field(exchange.body, 'error') === error) return;
  throw new CheckFailure(`${describeExchange(exchange)}; expected the error "${error}"`);
}

export function isSuccess({ status }: Exchange): boolean {
  return status >= 200 && status < 300;
}

function shortPath(path: string): string {
  return path.replaceAll(/conformance-[0-9a-f-]{36}/g, (id) => `${id.slice(0, 16)}…`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what is not JSON is for CTYPE-04 to report
  }
}
