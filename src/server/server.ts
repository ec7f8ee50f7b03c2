/**
 * Builds the HTTP service around a broker; does not listen, reads no environment, and knows no git.
 */
import { randomUUID } from 'node:crypto';
import { fastify, LogController } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createErrorHandler } from '../osb/error-answer.js';
import { OsbError } from '../osb/errors.js';
import { createFastifyOptions } from '../osb/fastify-options.js';
import { openServiceBroker } from '../osb/plugin.js';
import { echoRequestIdentity } from '../osb/request-identity.js';
import type { ServiceBroker } from '../osb/service-broker.js';
import { addCredentials, authenticate } from './auth.js';
import type { Credential } from './config-rules.js';
import { watchConnections } from './connections.js';
import type { Drain } from './drain.js';
import { addHealth } from './health.js';
import { createHttpServer } from './http-server.js';
import type { TlsKeys } from './http-server.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { addRequestMetrics } from './request-metrics.js';
import { addWebhooks } from './webhooks.js';
import type { WebhookOptions } from './webhooks.js';

export interface ServerDependencies {
  readonly broker: ServiceBroker;
  readonly credentials: readonly Credential[];
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'requestSeconds' | 'webhooks' | 'connections' | 'brokenConnections'>;
  readonly drain: Drain;
  /** Age of what reads are answered from; undefined before the first contact with the remote. */
  readonly snapshotAgeSeconds: () => number | undefined;
  readonly isReady: () => Promise<boolean>;
  /** The text of `/metrics`; absent when that has a port of its own. */
  readonly renderMetrics?: (() => Promise<string>) | undefined;
  readonly tls?: TlsKeys | undefined;
  readonly webhooks?: WebhookOptions | undefined;
  /** Longer than the slowest answer: two minutes unless told. */
  readonly idleTimeoutMs?: number;
  readonly maxConnections?: number | undefined;
}

export function buildServer(deps: ServerDependencies): FastifyInstance {
  const app: FastifyInstance = fastify({
    ...createFastifyOptions({ authenticate }),
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // A child logger for every request costs more than answering a poll; the ids are in the serialized request.
    childLoggerFactory: (log) => log,
    // While stopping, requests on open connections are answered as usual; `drain` refuses what must not begin.
    return503OnClosing: false,
    serverFactory: (listener) => {
      const server = createHttpServer(listener, deps.tls, deps.idleTimeoutMs ?? 120_000);
      if (deps.maxConnections !== undefined) server.maxConnections = deps.maxConnections;
      watchConnections(server, deps.metrics, deps.log);
      return server;
    },
  });
  app.setErrorHandler(createErrorHandler());
  addCredentials(app, deps.credentials);
  addRequestMetrics(app, deps.metrics);
  answerUnknownPaths(app);
  deps.drain.addTo(app);
  tellSnapshotAge(app, deps.snapshotAgeSeconds);
  void app.register(async (scope) => addHealth(scope, async () => !deps.drain.draining && (await deps.isReady())));
  if (deps.renderMetrics) addMetricsRoute(app, deps.renderMetrics, { onRequest: authenticate });
  if (deps.webhooks) addWebhooks(app, deps.webhooks, deps.metrics);
  void app.register(openServiceBroker, { broker: deps.broker, authenticate });
  return app;
}

/** 404 only for those with credentials: nobody else learns what exists (AUTH-08). */
function answerUnknownPaths(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    echoRequestIdentity(request, reply);
    if (!request.is404) return done();
    const notFound = () => done(new OsbError('NotFound', 'There is no such path'));
    authenticate(request, reply).then(notFound, done);
  });
}

function tellSnapshotAge(app: FastifyInstance, snapshotAgeSeconds: () => number | undefined): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    const isRead = request.method === 'GET' && request.routeOptions.url?.startsWith('/v2/');
    const age = isRead ? snapshotAgeSeconds() : undefined;
    if (age !== undefined) reply.header('x-gitbroker-snapshot-age', String(Math.floor(age)));
    done();
  });
}

export function addMetricsRoute(
  app: FastifyInstance,
  renderMetrics: () => Promise<string>,
  guard: { onRequest?: typeof authenticate } = {},
): void {
  void app.register(async (scope) => {
    scope.get('/metrics', guard, async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await renderMetrics()),
    );
  });
}
