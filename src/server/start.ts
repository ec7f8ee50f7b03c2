/** Puts store, broker and HTTP service together, listens, and stops without losing anything. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { CatalogSource } from '../broker/catalog-source.js';
import { composeMessage } from '../broker/commit-message.js';
import { createGitOpsBroker } from '../broker/gitops-broker.js';
import { openGitStore } from '../store/git-store.js';
import type { Store } from '../store/store.js';
import { createCatalogObserver } from './catalog-observer.js';
import { createClockWatch } from './clock-watch.js';
import type { Config } from './config.js';
import { connectionLimit } from './connection-limit.js';
import { Drain } from './drain.js';
import { ensureEmbeddedRepository } from './embedded.js';
import { startListening } from './listen.js';
import { createLog } from './log.js';
import type { Log } from './log.js';
import { createMetrics, renderMetrics } from './metrics.js';
import type { Metrics } from './metrics.js';
import { isReady } from './readiness.js';
import { RemotePoll } from './remote-poll.js';
import { createStoreObserver } from './store-observer.js';

export interface StartOptions {
  /** JSON lines on stdout unless told */
  readonly log?: Log;
  /** Ends the wait for the first contact with the remote. */
  readonly signal?: AbortSignal;
}

export interface RunningServer {
  readonly url: string;
  /** Refuses new orders, answers those that run (within SHUTDOWN_TIMEOUT), then lets go of port and repository. */
  close(): Promise<void>;
}

/**
 * Resolves when the port is open and the remote has been tried once. Without remote or valid catalog it runs all the
 * same, answers 503 and gets ready by itself.
 */
export async function startServer(config: Config, { log: given, signal }: StartOptions = {}): Promise<RunningServer> {
  const log = given ?? createLog({ level: config.logLevel, secrets: secretsOf(config) });
  const metrics = createMetrics();
  const store = await openStore(config, metrics, log);
  const catalogSource = new CatalogSource(createCatalogObserver(log));
  const { rules, freshness, pollRetryAfterSeconds } = config;
  const drain = new Drain();
  const clock = () => new Date();
  const broker = createGitOpsBroker({
    store,
    catalogSource,
    clock,
    newOperationId: randomUUID,
    rules,
    freshness,
    pollRetryAfterSeconds,
    onOpenOperation: () => poll.expectNews(),
  });
  const watchClock = createClockWatch({ metrics, log });
  const poll = new RemotePoll({
    look: async () => {
      watchClock();
      await store.refresh();
      // Also reads the catalog, so that its problems are in the log before the first order.
      return ready();
    },
    intervalSeconds: config.git.pollIntervalSeconds,
    idleIntervalSeconds: config.git.idlePollIntervalSeconds,
    log,
    failed: () => metrics.remoteFailures.inc(),
  });
  const ready = () => isReady(store, catalogSource);
  const snapshotAgeSeconds = () => store.health().snapshotAgeSeconds;
  const sources = { snapshotAgeSeconds, catalogValid: () => catalogSource.valid, survey: () => broker.survey() };
  const listening = await startListening(config.server, {
    broker,
    credentials: config.credentials,
    log,
    metrics,
    drain,
    snapshotAgeSeconds,
    isReady: ready,
    renderMetrics: () => renderMetrics(metrics, sources),
    tls: config.server.tls,
    webhooks: { secrets: config.webhookSecrets, pushed: () => void poll.lookNow(), clock },
    maxConnections: connectionLimit(),
    // An order may wait for a batch before its own, and each may take the whole deadline.
    idleTimeoutMs: (config.git.timeoutSeconds * 2 + 60) * 1000,
  }).catch(async (cause: unknown) => {
    await store.close();
    throw cause;
  });
  await Promise.race([poll.lookNow(), ...(signal ? [aborted(signal)] : [])]);
  return {
    url: listening.url,
    close: async () => {
      log.info('Stopping: running requests are answered, new orders refused');
      poll.stop();
      const finished = await within(config.server.shutdownTimeoutSeconds, async () => {
        await drain.start();
        await Promise.all([listening.close(), store.close()]);
      });
      if (!finished) log.warn({ remedy: 'Raise SHUTDOWN_TIMEOUT' }, 'Stopping although requests are still running');
      if (!finished) listening.cut();
    },
  };
}

async function openStore({ git }: Config, metrics: Metrics, log: Log): Promise<Store> {
  const { remote, username, password, sshKey, currentSecrets, sshKnownHosts, branch, localPath, author } = git;
  const url = remote ?? (await ensureEmbeddedRepository(git));
  if (remote === undefined) log.info({ repository: url }, 'No GIT_REMOTE is set: orders go to a repository of its own');
  return openGitStore({
    remote: {
      url,
      username,
      password,
      sshKey,
      currentSecrets,
      knownHosts: sshKnownHosts,
      acceptNewHostKeys: git.sshHostKeyChecking === 'accept-new',
    },
    branch,
    localPath,
    author,
    composeMessage,
    timeoutMs: git.timeoutSeconds * 1000,
    clock: () => new Date(),
    observer: createStoreObserver(metrics, log),
  });
}

function secretsOf({ git, credentials, webhookSecrets }: Config): string[] {
  const secrets = [git.password, ...credentials.map(({ password }) => password), ...webhookSecrets];
  return secrets.filter((secret) => secret !== undefined);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** False when the time is over before the work is done. */
async function within(seconds: number, work: () => Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const timeout = wait(seconds * 1000, false, { signal: over.signal }).catch(() => false);
  try {
    return await Promise.race([work().then(() => true), timeout]);
  } finally {
    over.abort();
  }
}
