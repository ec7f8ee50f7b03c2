/** Orders as a platform sends them, and how long they take. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { HEADERS } from './processes.js';
import { PLAN_ID, SERVICE_ID } from './remote.js';

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

/** Each client orders again as soon as it has its answer. @param {string[]} urls the clients are spread over them */
export async function manyClients(urls, clients, orders) {
  const latencies = [];
  let left = orders;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, n) => {
      while (left > 0) {
        left -= 1;
        latencies.push(await timed(() => order(urls[n % urls.length])));
      }
    }),
  );
  return { perSecond: orders / ((performance.now() - start) / 1000), latencies };
}

/** @returns milliseconds */
export async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
}

export const round = (value) => Math.round(value * 10) / 10;
export const ratioOf = (value, baseline) => Math.round((value / baseline) * 100) / 100;
