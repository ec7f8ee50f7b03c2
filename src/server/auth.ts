/** HTTP Basic authentication of the platform, in constant time over all configured credentials. */
import { createHash, timingSafeEqual } from 'node:crypto';
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
    validate: async (username, password) => {
      if (!isKnown({ username, password })) throw unauthorized();
    },
  });
}

/** Asks the credentials of {@link addCredentials}. @throws OsbError `Unauthorized` */
export const authenticate: Authenticate = (request, reply) =>
  new Promise((resolve, reject) => {
    const check = request.server.basicAuth.bind(request.server);
    check(request, reply, (refusal?: Error) => (refusal ? reject(unauthorized()) : resolve()));
  });

/** Missing, malformed and wrong are told apart by nobody (AUTH-02). */
function unauthorized(): OsbError {
  return new OsbError('Unauthorized', 'Valid credentials are required (HTTP Basic authentication)');
}

/** Digests have one length, so that comparing them does not tell how long the secrets are. */
function createCredentialCheck(credentials: readonly Credential[]): (credential: Credential) => boolean {
  const known = credentials.map(({ username, password }) => [digest(username), digest(password)] as const);
  return ({ username, password }) => {
    const [user, secret] = [digest(username), digest(password)];
    let matches = 0;
    // No early exit and no &&: the time must not tell which of them was right.
    for (const [knownUser, knownSecret] of known) {
      matches += Number(timingSafeEqual(user, knownUser)) & Number(timingSafeEqual(secret, knownSecret));
    }
    return matches > 0;
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
