/** The HTTP service on a free port, around a broker that is a stub: what a test needs of it can be replaced. */
import { OsbError } from '../../src/osb/errors.js';
import type { ServiceBroker } from '../../src/osb/service-broker.js';
import { Drain } from '../../src/server/drain.js';
import { createLog } from '../../src/server/log.js';
import { createMetrics, renderMetrics } from '../../src/server/metrics.js';
import type { MetricsSources } from '../../src/server/metrics.js';
import { buildServer } from '../../src/server/server.js';
import type { ServerDependencies } from '../../src/server/server.js';

export const AUTHORIZATION = basic('user:password');
export const HEADERS = { authorization: AUTHORIZATION, 'x-broker-api-version': '2.17' };

export function basic(text: string): string {
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

const refuse = async (): Promise<never> => {
  throw new OsbError('NotFound', 'There is no such thing');
};
const STUB: ServiceBroker = {
  catalog: async () => ({ services: [] }),
  provision: async () => ({ outcome: 'accepted', operation: 'op' }),
  fetchInstance: refuse,
  update: refuse,
  deprovision: refuse,
  lastInstanceOperation: refuse,
  bind: refuse,
  fetchBinding: refuse,
  unbind: refuse,
  lastBindingOperation: refuse,
};

interface Given extends Partial<Omit<ServerDependencies, 'broker' | 'metrics'>> {
  readonly broker?: Partial<ServiceBroker>;
  readonly sources?: Partial<MetricsSources>;
}

export async function givenServer({ broker, sources, ...deps }: Given = {}) {
  const lines: string[] = [];
  const drain = new Drain();
  const metrics = createMetrics();
  const known: MetricsSources = {
    snapshotAgeSeconds: () => 7.9,
    catalogValid: () => true,
    survey: async () => ({ operations: [{ kind: 'instance', state: 'succeeded', count: 3 }], unreadable: 1 }),
    ...sources,
  };
  const app = buildServer({
    broker: { ...STUB, ...broker },
    credentials: [
      { username: 'user', password: 'password' },
      { username: 'zweiter', password: 'pässwörd ✓' },
    ],
    log: createLog({ level: 'trace', stream: { write: (line) => lines.push(line) } }),
    metrics,
    drain,
    snapshotAgeSeconds: () => known.snapshotAgeSeconds(),
    isReady: async () => true,
    renderMetrics: () => renderMetrics(metrics, known),
    ...deps,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    drain,
    log: () => lines.join(''),
    get: (path: string, headers: Record<string, string> = HEADERS) => fetch(`${url}${path}`, { headers }),
    order: (id: string, headers: Record<string, string> = {}) =>
      fetch(`${url}/v2/service_instances/${id}?accepts_incomplete=true&secret=query-secret`, {
        method: 'PUT',
        headers: { ...HEADERS, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({
          service_id: 's',
          plan_id: 'p',
          organization_guid: 'o',
          space_guid: 's',
          parameters: { password: 'parameter-secret' },
        }),
      }),
    close: () => app.close(),
  };
}
