/** HTTP Basic authentication for whoever mounts the plugin and has no authentication of their own. */
import { OsbError } from './errors.js';
import { createCredentialCheck } from './known-credentials.js';
import type { BasicCredentials } from './known-credentials.js';
import type { Authenticate } from './plugin.js';

/**
 * For the plugin's option `authenticate`. Several credentials let them be changed without an interruption.
 * @param realm told to whoever presents none: `broker` unless told
 */
export function basicAuthentication(credentials: readonly BasicCredentials[], realm = 'broker'): Authenticate {
  const isKnown = createCredentialCheck(credentials);
  return async ({ headers }, reply) => {
    const presented = readHeader(headers.authorization);
    if (presented && isKnown(presented)) return;
    reply.header('www-authenticate', `Basic realm="${realm}", charset="UTF-8"`);
    throw unauthorized();
  };
}

/** Missing, malformed and wrong are told apart by nobody (AUTH-02). */
export function unauthorized(): OsbError {
  return new OsbError('Unauthorized', 'Valid credentials are required (HTTP Basic authentication)');
}

function readHeader(header: string | undefined): BasicCredentials | undefined {
  const encoded = /^basic +(?<encoded>[A-Za-z0-9+/]+={0,2}) *$/i.exec(header ?? '')?.groups?.['encoded'];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
