/**
 * The log: one JSON object a line, by pino as Fastify brings it.
 *
 * Nothing secret gets in: of a request only method, path and ids are written; never headers, bodies or query values.
 */
import { fastify } from 'fastify';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { REQUEST_IDENTITY_HEADER } from '../osb/headers.js';

export type Log = FastifyBaseLogger;

export interface LogOptions {
  readonly level: string;
  /** Values that must not appear, also not by way of another program's error message. */
  readonly secrets?: readonly string[];
  /** stdout unless told */
  readonly stream?: { write(line: string): void };
}

export function createLog({ level, secrets = [], stream }: LogOptions): Log {
  const scrub = createScrubber(secrets);
  const serializers = {
    req: ({ id, method, url, headers }: Pick<FastifyRequest, 'id' | 'method' | 'url' | 'headers'>) => ({
      id,
      identity: headers[REQUEST_IDENTITY_HEADER],
      method,
      path: url.split('?', 1)[0] ?? '',
    }),
    res: ({ statusCode = 0 }: { statusCode?: number }) => ({ statusCode }),
    err: (error: unknown) => describeError(error, scrub),
  };
  const redact = ['headers', 'body', 'query', 'parameters', '*.headers', '*.body', '*.query', '*.parameters'];
  return fastify({ logger: { level, serializers, redact, ...(stream && { stream }) } }).log;
}

/** An alias, because pino asks for an index signature, which interfaces do not get. */
type ErrorDescription = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: ErrorDescription;
};

/** Only these fields: other libraries hang whole requests and command lines on their errors. */
function describeError(error: unknown, scrub: (text: string) => string, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)), stack: '' };
  const { cause, name, message, stack } = error;
  return {
    type: name,
    message: scrub(message),
    stack: scrub(stack ?? ''),
    ...(cause !== undefined && depth < 5 && { cause: describeError(cause, scrub, depth + 1) }),
  };
}

/** Also takes out what stands before the `@` of any URL. */
function createScrubber(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length > 3).sort((a, b) => b.length - a.length);
  return (text) =>
    known
      .flatMap((secret) => [secret, encodeURIComponent(secret)])
      .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
      .replaceAll(/(\w:\/\/)[^\s/@]+@/g, '$1[redacted]@');
}
