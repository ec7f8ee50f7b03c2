/** The metrics, in a registry of their own: who feeds them is told in `request-metrics.ts` and `store-observer.ts`. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is looked up only when somebody asks for the metrics. */
export interface MetricsSources {
  snapshotAgeSeconds(): number | undefined;
  catalogValid(): boolean;
  /** undefined while the records are being counted for the first time. */
  survey(): Promise<
    | {
        readonly operations: readonly { readonly kind: string; readonly state: string; readonly count: number }[];
        readonly unreadable: number;
      }
    | undefined
  >;
}

export type Metrics = ReturnType<typeof createMetrics>;

const REQUEST_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const GIT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'gitbroker_http_request_duration_seconds',
      help: 'Time from a request to its answer; its _count is the number of answers',
      labelNames: ['route', 'method', 'status'] as const,
      buckets: REQUEST_SECONDS,
      registers,
    }),
    transactionSeconds: histogram(
      'gitbroker_transaction_duration_seconds',
      'Time from the decision of a batch until it is on the remote, replays included',
      GIT_SECONDS,
    ),
    pushSeconds: histogram('gitbroker_push_duration_seconds', 'Time of the accepted push of a batch', GIT_SECONDS),
    batchSize: histogram('gitbroker_batch_size', 'Transactions that share one commit and push', BATCH_SIZES),
    replays: new Counter({
      name: 'gitbroker_replays_total',
      help: 'Pushes that lost a race, after which everything was decided again',
      registers,
    }),
    storeFailures: new Counter({
      name: 'gitbroker_store_failures_total',
      help: 'Orders, and looks at the remote, that the git store could not carry out, by kind of failure',
      labelNames: ['kind'] as const,
      registers,
    }),
    storeWarnings: new Counter({
      name: 'gitbroker_store_warnings_total',
      help: 'What went wrong in the git store, by kind; most of it mends itself',
      labelNames: ['kind'] as const,
      registers,
    }),
    connections: gauge('gitbroker_open_connections', 'Connections of clients that are open'),
    brokenConnections: new Counter({
      name: 'gitbroker_broken_connections_total',
      help: 'Connections that were ended because of what the client did, or because there were too many',
      labelNames: ['reason'] as const,
      registers,
    }),
    clockJumps: new Counter({
      name: 'gitbroker_clock_jumps_total',
      help: 'Times that the clock of the machine was moved by more than a few seconds',
      registers,
    }),
    remoteFailures: new Counter({
      name: 'gitbroker_poll_failures_total',
      help: 'Looks at the remote that failed',
      registers,
    }),
    webhooks: new Counter({
      name: 'gitbroker_webhooks_total',
      help: 'Webhooks of git hosts, accepted or refused',
      labelNames: ['result'] as const,
      registers,
    }),
    snapshotAge: gauge('gitbroker_snapshot_age_seconds', 'Age of what the remote last confirmed'),
    catalogValid: gauge('gitbroker_catalog_valid', '1 while the newest catalog is valid, else 0'),
    unreadable: gauge('gitbroker_unreadable_records', 'Records of which some file cannot be read'),
    operations: new Gauge({
      name: 'gitbroker_operations',
      help: 'Newest operations of the records by state',
      labelNames: ['kind', 'state'] as const,
      registers,
    }),
  };
}

/** The text of `/metrics`. */
export async function renderMetrics(metrics: Metrics, sources: MetricsSources): Promise<string> {
  const age = sources.snapshotAgeSeconds();
  if (age === undefined) metrics.snapshotAge.set(Number.NaN);
  else {
    metrics.snapshotAge.set(age);
    // A fault is when metrics are needed most; why records cannot be counted is in the log.
    await countRecords(metrics, sources).catch(() => forgetRecords(metrics));
  }
  metrics.catalogValid.set(Number(sources.catalogValid()));
  return metrics.registry.metrics();
}

function forgetRecords(metrics: Metrics): void {
  metrics.operations.reset();
  metrics.unreadable.set(Number.NaN);
}

async function countRecords(metrics: Metrics, sources: MetricsSources): Promise<void> {
  const survey = await sources.survey();
  if (!survey) return forgetRecords(metrics);
  const { operations, unreadable } = survey;
  metrics.operations.reset();
  for (const { kind, state, count } of operations) metrics.operations.set({ kind, state }, count);
  metrics.unreadable.set(unreadable);
}
