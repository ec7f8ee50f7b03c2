/** Counts and logs every answer. Knows routes only by their pattern: raw URLs would make endless labels. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Probes come every few seconds and say nothing; nor do polls and fetches that went well. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

export function addRequestMetrics(app: FastifyInstance, { requestSeconds }: Pick<Metrics, 'requestSeconds'>): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = (request.is404 ? undefined : request.routeOptions.url) ?? 'unknown';
    const labels = { route, method: request.method, status: String(reply.statusCode) };
    // The histogram also counts, so that there is no counter beside it.
    requestSeconds.observe(labels, reply.elapsedTime / 1000);
    const quiet = PROBES.has(route) || (request.method === 'GET' && reply.statusCode < 400);
    const level = quiet ? 'debug' : 'info';
    request.log[level]({ req: request, res: reply, milliseconds: Math.round(reply.elapsedTime) }, 'Answered');
    done();
  });
}
