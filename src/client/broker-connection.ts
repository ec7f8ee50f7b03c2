/**
 * Sends single requests to one broker, with everything that the OSB API wants in each of them: version, credentials,
 * identities. Judges no answer; whoever wants to see what a broker really says, asks here.
 */
import { Buffer } from 'node:buffer';
import { IDENTITY_HEADER, REQUEST_IDENTITY_HEADER, VERSION_HEADER } from '../osb/headers.js';
import type { OriginatingIdentity } from '../osb/headers.js';
import { createFetchTransport } from './fetch-transport.js';
import type { HttpAnswer, HttpTransport } from './http.js';
import { createTlsTransport } from './tls-transport.js';
import type { TlsTrust } from './tls-transport.js';

export type Credentials = { readonly username: string; readonly password: string } | { readonly token: string };

export interface ConnectionOptions extends TlsTrust {
  /** Of the broker, with its prefix if it has one, without `/v2`. */
  readonly url: string;
  readonly credentials?: Credentials | undefined;
  /** Sent with every request; for gateways, tenants and the like. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `2.17` unless told. */
  readonly apiVersion?: string | undefined;
  /** On whose behalf, unless a request says otherwise. */
  readonly originatingIdentity?: OriginatingIdentity | undefined;
  /** Gives each request an id to find it again in the broker's log; none is sent without. */
  readonly requestIdentity?: (() => string) | undefined;
  /** 60 s unless told, as platforms have it. */
  readonly timeoutMs?: number | undefined;
  /** Ends everything under way. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of `fetch`. */
  readonly transport?: HttpTransport | undefined;
}

export interface BrokerRequest {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the broker's URL, ids already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  /** Added to, or in place of, those that every request has; `undefined` leaves one out. Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
}

export type SendRequest = (request: BrokerRequest) => Promise<HttpAnswer>;

/** @throws NoAnswerError from each request that gets no answer; TypeError now, when the URL is none */
export function connectToBroker(options: ConnectionOptions): SendRequest {
  const base = baseUrl(options.url);
  const transport = options.transport ?? defaultTransport(options);
  return ({ method, path, query = {}, body, headers }) => {
    const search = new URLSearchParams(definedEntries(query)).toString();
    const common = { ...commonHeaders(options), ...(body !== undefined && { 'content-type': 'application/json' }) };
    return transport({
      method,
      url: `${base}${path}${search && `?${search}`}`,
      headers: Object.fromEntries(definedEntries({ ...common, ...headers })),
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
      timeoutMs: options.timeoutMs ?? 60_000,
      signal: options.signal,
    });
  };
}

/** `<platform> <Base64 of JSON>` (IDENT-02) */
export function identityHeader({ platform, value }: OriginatingIdentity): string {
  return `${platform} ${Buffer.from(JSON.stringify(value)).toString('base64')}`;
}

function baseUrl(text: string): string {
  const url = new URL(text);
  // fetch refuses them, and messages would show them.
  if (url.username || url.password) throw new TypeError('The broker URL must not contain credentials');
  if (!/^https?:$/.test(url.protocol)) throw new TypeError('The broker URL must begin with http:// or https://');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function defaultTransport({ ca, insecure }: TlsTrust): HttpTransport {
  return ca === undefined && !insecure ? createFetchTransport() : createTlsTransport({ ca, insecure });
}

function commonHeaders(options: ConnectionOptions): Record<string, string | undefined> {
  const { credentials, headers = {}, apiVersion = '2.17', originatingIdentity, requestIdentity } = options;
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: 'application/json',
    [VERSION_HEADER]: apiVersion,
    authorization: credentials && authorization(credentials),
    [IDENTITY_HEADER]: originatingIdentity && identityHeader(originatingIdentity),
    [REQUEST_IDENTITY_HEADER]: requestIdentity?.(),
    ...Object.fromEntries(own),
  };
}

function authorization(credentials: Credentials): string {
  if ('token' in credentials) return `Bearer ${credentials.token}`;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

function definedEntries(entries: Readonly<Record<string, string | undefined>>): [string, string][] {
  return Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
