/** Opens the ports: the broker's, and that of the metrics when they have one of their own. */
import { fastify, LogController } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { addMetricsRoute, buildServer } from './server.js';
import type { ServerDependencies } from './server.js';

export interface ListenOptions {
  readonly address: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly metricsPort: number | undefined;
}

export interface Listening {
  /** Of the broker, as somebody on this machine reaches it. */
  readonly url: string;
  /** Takes no more connections, and resolves when all requests are answered. */
  close(): Promise<void>;
  /** Ends connections in the middle of whatever they are doing. */
  cut(): void;
}

export async function startListening(
  { address, port, metricsPort }: ListenOptions,
  deps: ServerDependencies & { readonly renderMetrics: () => Promise<string> },
): Promise<Listening> {
  const separate = metricsPort !== undefined;
  const apps = [buildServer(separate ? { ...deps, renderMetrics: undefined } : deps)];
  if (separate) apps.push(buildMetricsServer(deps));
  const close = async () => void (await Promise.all(apps.map((app) => app.close())));
  try {
    const scheme = deps.tls ? 'https' : 'http';
    const [url = ''] = await Promise.all(
      apps.map((app, index) =>
        app.listen({
          host: address,
          port: index === 0 ? port : (metricsPort ?? 0),
          listenTextResolver: (heard) => `Listening on ${index === 0 ? schemed(heard, scheme) : `${heard}/metrics`}`,
        }),
      ),
    );
    return {
      url: reachable(schemed(url, scheme)),
      close,
      cut: () => {
        for (const app of apps) app.server.closeAllConnections();
      },
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function buildMetricsServer({ log, renderMetrics }: Parameters<typeof startListening>[1]): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
  });
  addMetricsRoute(app, renderMetrics);
  return app;
}

/** Fastify does not see the TLS of a server that it has not made itself. */
function schemed(url: string, scheme: string): string {
  return url.replace(/^https?:/, `${scheme}:`);
}

/** Nobody can connect to "all addresses". */
function reachable(url: string): string {
  return url.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//localhost');
}
