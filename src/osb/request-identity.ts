/** The platform finds its own request again in every answer, also in errors (IDENT-08). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_IDENTITY_HEADER } from './headers.js';
import { requestIdentity } from './route-request.js';

export function echoRequestIdentity(request: FastifyRequest, reply: FastifyReply): void {
  const identity = requestIdentity(request);
  if (identity !== undefined) reply.header(REQUEST_IDENTITY_HEADER, identity);
}
