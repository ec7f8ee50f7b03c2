/** Turns whatever was thrown into the answer that the platform gets (ERR): the only place that writes error bodies. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ERROR_TABLE, OsbError } from './errors.js';
import type { OsbErrorCode } from './errors.js';

/** Which flags the errors of a route may carry (ERR-04, ERR-05). */
export interface FailureFlags {
  readonly instanceUsable?: boolean;
  readonly updateRepeatable?: boolean;
}

/** For `setErrorHandler`, and per route where failure flags are allowed. */
export function createErrorHandler(allowed: FailureFlags = {}) {
  return (cause: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const error = osbErrorOf(cause, request);
    const { status, error: word } = ERROR_TABLE[error.code];
    // A broker that says 503 knows why, and has told its operator; only surprises need their stack.
    if (error.code === 'InternalError') request.log.error({ req: request, err: cause }, 'The request failed');
    setRetryAfter(reply, error.retryAfterSeconds);
    return reply.code(status).send({
      error: word,
      description: error.message || 'The request failed',
      instance_usable: allowed.instanceUsable ? error.instanceUsable : undefined,
      update_repeatable: allowed.updateRepeatable ? error.updateRepeatable : undefined,
    });
  };
}

/** As a duration, never as a date (LOP-17). */
export function setRetryAfter(reply: FastifyReply, seconds: number | undefined): void {
  if (seconds !== undefined) reply.header('retry-after', String(Math.ceil(seconds)));
}

function osbErrorOf(cause: unknown, request: FastifyRequest): OsbError {
  if (cause instanceof OsbError) return cause;
  const refusal = isFastifyError(cause) ? fastifyRefusal(cause) : undefined;
  // What went wrong inside is for the log only.
  const unexpected = `The broker failed unexpectedly; its log tells more under request id ${request.id}`;
  return refusal ?? new OsbError('InternalError', unexpected, { cause });
}

function isFastifyError(cause: unknown): cause is FastifyError {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('FST_');
}

/** Texts of ours, because Fastify's may quote the URL. Other content types and ids too long are 400 (CTYPE-03, URL-04). */
const FASTIFY_REFUSALS: Readonly<Record<string, readonly [OsbErrorCode, string]>> = {
  FST_ERR_BAD_URL: ['BadRequest', 'The URL has an invalid percent-encoding'],
  FST_ERR_MAX_PARAM_LENGTH: ['BadRequest', 'An id in the URL is too long'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['PayloadTooLarge', 'The body is too large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['BadRequest', 'The Content-Type must be application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BadRequest', 'The body is not as long as its Content-Length'],
};

function fastifyRefusal(cause: FastifyError): OsbError | undefined {
  const known = FASTIFY_REFUSALS[cause.code];
  if (known) return new OsbError(...known, { cause });
  const { statusCode = 500 } = cause;
  if (statusCode === 401) return new OsbError('Unauthorized', 'Authentication is required', { cause });
  return statusCode >= 400 && statusCode < 500 ? new OsbError('BadRequest', cause.message, { cause }) : undefined;
}
