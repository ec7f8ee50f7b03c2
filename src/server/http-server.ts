/** The HTTP or HTTPS server below Fastify, with limits against slow and oversized requests. */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

export interface TlsKeys {
  readonly cert: string;
  readonly key: string;
}

const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 15_000,
  /** For the request to arrive, not for its answer. */
  requestTimeout: 30_000,
  /** Longer than the 60 s that load balancers keep idle connections, so that they close them first. */
  keepAliveTimeout: 72_000,
  connectionsCheckingInterval: 5_000,
};

/** @param idleTimeoutMs of a connection on which nothing moves; longer than the slowest answer */
export function createHttpServer(listener: RequestListener, tls: TlsKeys | undefined, idleTimeoutMs: number): Server {
  const server = tls
    ? createTlsServer({ ...LIMITS, ...tls, minVersion: 'TLSv1.2' }, listener)
    : createServer(LIMITS, listener);
  server.setTimeout(idleTimeoutMs);
  return server;
}
