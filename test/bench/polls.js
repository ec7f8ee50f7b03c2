/** Last-operation requests per second, beside a bare route with the same answer. Taken in turns, the best of three each. */
import autocannon from 'autocannon';
import { HEADERS, startBareRoute } from './processes.js';
import { order } from './provisions.js';

const SECONDS = 4;

export async function benchPolls(broker, stops) {
  const { id, operation } = await order(broker.url);
  const path = `/v2/service_instances/${id}/last_operation?operation=${operation}`;
  const answer = await fetch(broker.url + path, { headers: HEADERS }).then((response) => response.json());
  const bare = await startBareRoute(answer);
  stops.push(bare.stop);
  const best = { broker: 0, bare: 0 };
  for (let round = 0; round < 3; round += 1) {
    best.bare = Math.max(best.bare, await requestsPerSecond(bare.url + path));
    best.broker = Math.max(best.broker, await requestsPerSecond(broker.url + path));
  }
  const ratio = `${Math.round((best.broker / best.bare) * 100)} % of the bare route (target ≥ 70 %)`;
  return [{ what: 'polls, requests/s', broker: Math.round(best.broker), baseline: Math.round(best.bare), ratio }];
}

async function requestsPerSecond(url) {
  // Many connections with requests in line, so that the server is what is measured: a load generator that sleeps between
  // answers makes each of them cost a wake-up.
  const load = { connections: 64, pipelining: 4, duration: SECONDS, headers: HEADERS };
  const { requests, non2xx, errors } = await autocannon({ url, ...load });
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} answers that were no success, ${errors} errors`);
  return requests.average;
}
