/** Reads bodies as the specification asks: JSON, also without a Content-Type; an empty body is none. */
import type { FastifyRequest } from 'fastify';
import { OsbError } from './errors.js';
import { JsonError, readJson } from './read-json.js';

/** undefined for an empty body, whatever its Content-Type: some clients send that header with every DELETE. */
export async function parseBody({ headers }: FastifyRequest, body: Buffer): Promise<unknown> {
  if (body.length === 0) return undefined;
  const contentType = headers['content-type'];
  // CTYPE-02, CTYPE-03
  if (contentType !== undefined && !/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new OsbError('BadRequest', 'The Content-Type must be application/json');
  }
  try {
    return readJson(body);
  } catch (cause) {
    if (cause instanceof JsonError) throw new OsbError('BadRequest', `The body ${cause.message}`, { cause });
    throw cause;
  }
}
