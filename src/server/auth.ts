/** HTTP Basic authentication of the platform, in constant time over all configured credentials. */
import { hash, timingSafeEqual } from 'node:crypto';
import { fastifyBasicAuth } from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { OsbError } from '../osb/errors.js';
import type { Authenticate } from '../osb/plugin.js';
import type { Credential } from './config-rules.js';

const REALM = 'gitbroker';

/** Call before any route is added. */
export function addCredentials(app: FastifyInstance, credentials: readonly Credential[]): void {
  const isKnown = createCredentialCheck(credentials);
  void app.register(fastifyBasicAuth, {
    authenticate: { realm: REALM },
    validate: (username, password, _request, _reply, done) =>
      done(isKnown({ username, password }) ? undefined : unauthorized()),
  });
}

/** Asks the credentials of {@link addCredentials}. @throws OsbError `Unauthorized` */
export const authenticate: Authenticate = (request, reply) =>
  new Promise((resolve, reject) => {
    request.server.basicAuth(request, reply, (refusal?: Error) => (refusal ? reject(unauthorized()) : resolve()));
  });

/** Missing, malformed and wrong are told apart by nobody (AUTH-02). */
function unauthorized(): OsbError {
  return new OsbError('Unauthorized', 'Valid credentials are required (HTTP Basic authentication)');
}

/** Digests have one length, so that comparing them does not tell how long the secrets are. */
function createCredentialCheck(credentials: readonly Credential[]): (credential: Credential) => boolean {
  const known = credentials.map(digest);
  return (credential) => {
    const presented = digest(credential);
    // No early exit: the time must not tell which of them was right.
    let matches = 0;
    for (const digestOfKnown of known) matches += Number(timingSafeEqual(presented, digestOfKnown));
    return matches > 0;
  };
}

/** A user name has no colon (RFC 7617), so no two credentials are joined to the same text. */
function digest({ username, password }: Credential): Buffer {
  return hash('sha256', `${username}:${password}`, 'buffer');
}
