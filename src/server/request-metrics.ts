/** Counts and logs every answer. Knows routes only by their pattern: raw URLs would make endless labels. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Probes come every few seconds and say nothing. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

export function addRequestMetrics(
  app: FastifyInstance,
  { requests, requestSeconds }: Pick<Metrics, 'requests' | 'requestSeconds'>,
): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = (request.is404 ? undefined : request.routeOptions.url) ?? 'unknown';
    const labels = { route, method: request.method, status: String(reply.statusCode) };
    requests.inc(labels);
    requestSeconds.observe(labels, reply.elapsedTime / 1000);
    const level = QUIET.has(route) ? 'debug' : 'info';
    request.log[level]({ req: request, res: reply, milliseconds: Math.round(reply.elapsedTime) }, 'Answered');
  });
}
