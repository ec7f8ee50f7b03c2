/** Request headers of the OSB API: version and identities. */
import { OsbError } from './errors.js';
import { isJsonObject, JsonError, readJson } from './read-json.js';

/** `X-Broker-API-Originating-Identity`, decoded: the platform's word and the JSON object it sent about the user. */
export interface OriginatingIdentity {
  readonly platform: string;
  readonly value: Record<string, unknown>;
}

export const VERSION_HEADER = 'x-broker-api-version';
export const IDENTITY_HEADER = 'x-broker-api-originating-identity';
export const REQUEST_IDENTITY_HEADER = 'x-broker-api-request-identity';

/** Node joins repeated headers of these names; an array is only what its types allow. */
type HeaderValue = string | string[] | undefined;

/**
 * Accepts every minor of version 2: minors only add (VER-04).
 * @throws OsbError `BadRequest` (VER-01) or `UnsupportedApiVersion` (VER-02)
 */
export function checkApiVersion(header: HeaderValue): void {
  if (header === undefined || header === '') {
    throw new OsbError('BadRequest', 'The header X-Broker-API-Version is required, for example "2.17"');
  }
  const major = /^(0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/.exec(String(header))?.[1];
  if (major === undefined) {
    throw new OsbError('BadRequest', 'The header X-Broker-API-Version must be MAJOR.MINOR, for example "2.17"');
  }
  if (major !== '2') {
    throw new OsbError(
      'UnsupportedApiVersion',
      'This version of the Open Service Broker API is not supported; use 2.17',
    );
  }
}

/**
 * Reads `<platform> <Base64 of a JSON object>` (IDENT-02). Any platform, any properties (IDENT-03, IDENT-04).
 * @throws OsbError `BadRequest` when malformed
 */
export function originatingIdentity(header: HeaderValue): OriginatingIdentity | undefined {
  if (header === undefined) return undefined;
  const [platform, encoded, ...rest] = String(header).split(' ');
  if (!platform || !encoded || rest.length > 0) throw malformed('must be "<platform> <value>"');
  return { platform, value: decode(encoded) };
}

function decode(encoded: string): Record<string, unknown> {
  // Buffer skips what is not Base64, so the alphabet is checked before.
  if (encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
    throw malformed('must have a value in Base64');
  const value = readIdentity(Buffer.from(encoded, 'base64'));
  if (!isJsonObject(value)) throw malformed('must encode a JSON object');
  return value;
}

function readIdentity(bytes: Uint8Array): unknown {
  try {
    return readJson(bytes);
  } catch (cause) {
    if (cause instanceof JsonError) throw malformed(`must encode a JSON object: the value ${cause.message}`, cause);
    throw cause;
  }
}

function malformed(reason: string, cause?: unknown): OsbError {
  return new OsbError('BadRequest', `The header X-Broker-API-Originating-Identity ${reason}`, { cause });
}
