/** Probes of the platform the broker runs on. Open to everybody, so they tell nothing but yes or no. */
import type { FastifyInstance } from 'fastify';

/** @param isReady a snapshot and a valid catalog are there, and the process is not stopping */
export function addHealth(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
}
