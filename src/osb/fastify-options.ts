/**
 * Options that an app must be created with before the plugin can answer for it: Fastify settles some errors before any
 * plugin hears of the request.
 */
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { createErrorHandler } from './error-answer.js';
import type { Authenticate } from './plugin.js';
import { echoRequestIdentity } from './request-identity.js';

/** Longer than any URL that Node accepts with its 16 kB of headers: ids have no limit of their own (URL-01). */
const MAX_PARAM_LENGTH = 16_384;

/** Without `authenticate`, ill-formed URLs are answered to everybody (AUTH-08). */
export function createFastifyOptions({ authenticate }: { readonly authenticate?: Authenticate | undefined } = {}) {
  const answer = createErrorHandler();
  return {
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (framework: Error, request: FastifyRequest, reply: FastifyReply): void => {
      echoRequestIdentity(request, reply);
      checkCredentials(authenticate, request, reply).then(
        () => answer(framework, request, reply),
        (refusal: unknown) => answer(refusal, request, reply),
      );
    },
  } satisfies FastifyServerOptions;
}

/** No hooks run for such requests, so the credentials are checked here. */
async function checkCredentials(
  authenticate: Authenticate | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  await authenticate?.(request, reply);
}
