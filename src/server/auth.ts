/** HTTP Basic authentication of the platform, in constant time over all configured credentials. */
import { fastifyBasicAuth } from '@fastify/basic-auth';
import type { FastifyInstance } from 'fastify';
import { unauthorized } from '../osb/basic-authentication.js';
import { createCredentialCheck } from '../osb/known-credentials.js';
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
