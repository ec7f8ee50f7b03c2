/** Counts connections, and those that had to be ended: slow clients, broken requests, too many at once. */
import type { Server } from 'node:http';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

type ConnectionMetrics = Pick<Metrics, 'connections' | 'brokenConnections'>;

const REASONS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'slow',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** Answers nothing: Node and Fastify do. */
export function watchConnections(server: Server, metrics: ConnectionMetrics, log: Log): void {
  server.on('connection', (socket) => {
    metrics.connections.inc();
    socket.once('close', () => metrics.connections.dec());
  });
  server.on('clientError', (error) => {
    const code = 'code' in error ? String(error.code) : '';
    // A client that has gone away is nothing to tell about.
    if (code === 'ECONNRESET' || code === 'EPIPE') return;
    const reason = REASONS[code] ?? 'not-http';
    metrics.brokenConnections.inc({ reason });
    const remedy = 'Look at the client, or at the proxy before this broker; nothing of such a request is carried out.';
    log.info({ reason, remedy }, 'A connection was ended because of its request');
  });
  server.on('drop', () => {
    metrics.brokenConnections.inc({ reason: 'too-many' });
    log.warn(
      { remedy: 'Raise the limit of open files (ulimit -n), or look at who keeps so many open.' },
      'Too many connections',
    );
  });
}
