/** Tells metrics and log what happens inside the store. */
import type { StoreObserver } from '../store/store.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

export function createStoreObserver(
  metrics: Pick<Metrics, 'transactionSeconds' | 'pushSeconds' | 'batchSize' | 'replays'>,
  log: Log,
): StoreObserver {
  return {
    committed: ({ size, attempts, pushSeconds, totalSeconds, commit }) => {
      metrics.transactionSeconds.observe(totalSeconds);
      metrics.pushSeconds.observe(pushSeconds);
      metrics.batchSize.observe(size);
      log.debug({ commit, size, attempts, pushSeconds, totalSeconds }, 'Committed');
    },
    replayed: ({ attempt }) => {
      metrics.replays.inc();
      log.debug({ attempt }, 'Somebody else pushed first; deciding again');
    },
    warning: ({ message, remedy, cause }) => log.warn({ remedy, err: cause }, message),
  };
}
