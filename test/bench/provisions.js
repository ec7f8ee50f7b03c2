/** Durable provisions: latency of one client beside a bare git commit and push of the same change, throughput of many. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { HEADERS } from './processes.js';
import { PLAN_ID, SERVICE_ID } from './remote.js';

const SINGLE = 60;
const CLIENTS = 64;
const ORDERS = 3000;
/** Makes the baseline's file as large as an order. */
const FILLER = `note: ${'x'.repeat(900)}\n`;

/** One durable order. @returns {Promise<{id: string, operation: string}>} */
export async function order(url) {
  const id = randomUUID();
  const response = await fetch(`${url}/v2/service_instances/${id}?accepts_incomplete=true`, {
    method: 'PUT',
    headers: HEADERS,
    body: JSON.stringify({
      service_id: SERVICE_ID,
      plan_id: PLAN_ID,
      organization_guid: 'o',
      space_guid: 's',
      parameters: { size: 3 },
    }),
  });
  const body = await response.json();
  if (response.status !== 202) throw new Error(`provision answered ${response.status} ${JSON.stringify(body)}`);
  return { id, operation: body.operation };
}

export async function benchProvisions(broker, bareRemote, folder) {
  const bare = bareGit(bareRemote, join(folder, 'bare-clone'));
  const brokerTimes = [];
  const bareTimes = [];
  for (let n = 0; n < 5; n += 1) await order(broker.url);
  for (let n = 0; n < SINGLE; n += 1) {
    const tree = bare.stage();
    bareTimes.push(await timed(async () => bare.commitAndPush(tree)));
    brokerTimes.push(await timed(() => order(broker.url)));
  }
  const [p50, bareP50] = [percentile(brokerTimes, 50), percentile(bareTimes, 50)];
  const { perSecond, latencies } = await manyClients(broker.url);
  return [
    {
      what: '1 client, p50 ms',
      broker: round(p50),
      baseline: round(bareP50),
      ratio: `${round(p50 / bareP50)} × a bare commit and push (target ≤ 2)`,
    },
    {
      what: '1 client, p99 ms',
      broker: round(percentile(brokerTimes, 99)),
      baseline: round(percentile(bareTimes, 99)),
      ratio: '',
    },
    {
      what: `${CLIENTS} clients, orders/s`,
      broker: Math.round(perSecond),
      baseline: round(1000 / bareP50),
      ratio: `${round((perSecond * bareP50) / 1000)} × bare commits and pushes in a row (target ≥ 300/s)`,
    },
    { what: `${CLIENTS} clients, p50 ms`, broker: round(percentile(latencies, 50)), baseline: '', ratio: '' },
    { what: `${CLIENTS} clients, p99 ms`, broker: round(percentile(latencies, 99)), baseline: '', ratio: '' },
  ];
}

async function manyClients(url) {
  const latencies = [];
  let left = ORDERS;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (left > 0) {
        left -= 1;
        latencies.push(await timed(() => order(url)));
      }
    }),
  );
  return { perSecond: ORDERS / ((performance.now() - start) / 1000), latencies };
}

/** What a script would do by hand for one order; only commit-tree and push are timed. */
function bareGit(remote, clone) {
  const git = (args, input) =>
    execFileSync('git', ['-C', clone, ...args], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim();
  execFileSync('git', ['clone', '--quiet', '--bare', remote, clone]);
  git(['read-tree', 'main']);
  return {
    stage() {
      const id = randomUUID();
      const blob = git(['hash-object', '-w', '--stdin'], `serviceInstanceId: ${id}\n${FILLER}`);
      git(['update-index', '--add', '--cacheinfo', `100644,${blob},instances/${id}/instance.yml`]);
      return git(['write-tree']);
    },
    commitAndPush(tree) {
      const commit = git([
        '-c',
        'user.name=b',
        '-c',
        'user.email=b@example.com',
        'commit-tree',
        tree,
        '-p',
        'main',
        '-m',
        'order',
      ]);
      git(['push', '--quiet', 'origin', `${commit}:refs/heads/main`]);
      git(['update-ref', 'refs/heads/main', commit]);
    },
  };
}

async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
}

function round(value) {
  return Math.round(value * 10) / 10;
}
