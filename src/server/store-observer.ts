/** Tells metrics and log what happens inside the store, each failure with what a person can do about it. */
import type { StoreErrorKind, StoreObserver } from '../store/store.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

const REMEDIES: Readonly<Record<StoreErrorKind, string>> = {
  unreachable:
    'Check GIT_REMOTE, its credentials and the network. A new password or key in a _FILE is taken without a restart; the broker keeps trying.',
  declined:
    'Look at hooks, branch protection and the rights of the credentials; until then such orders are answered 503.',
  contended:
    'Many others push to this branch, the git host is slow, or a lock file was left in its repository; see gitbroker_replays_total, GIT_TIMEOUT.',
  unconfirmed:
    'Look at the git host: it takes pushes and does not answer them within GIT_TIMEOUT. Platforms repeat such orders, which is safe.',
  'branch-gone':
    'Restore the branch on the remote, or set GIT_REMOTE_BRANCH to its new name and restart. Orders wait until then.',
  local:
    'Look at the disk of GIT_LOCAL_PATH (space, quota, permissions), at memory and at the limits of open files and processes.',
  busy: 'Orders come faster than the git host takes them: see gitbroker_push_duration_seconds and gitbroker_batch_size.',
  closing: 'Nothing to do: platforms repeat the order, and the next process or another replica takes it.',
};

/** An outage is told when it begins and then once in a while, not for every order. */
const REPEAT_AFTER_MS = 60_000;

export function createStoreObserver(
  metrics: Pick<
    Metrics,
    'transactionSeconds' | 'pushSeconds' | 'batchSize' | 'replays' | 'storeFailures' | 'storeWarnings'
  >,
  log: Log,
  now: () => number = () => performance.now(),
): StoreObserver {
  const toldAt = new Map<string, number>();
  const isNews = (kind: string) => {
    const last = toldAt.get(kind);
    if (last !== undefined && now() - last < REPEAT_AFTER_MS) return false;
    toldAt.set(kind, now());
    return true;
  };
  return {
    committed: ({ size, attempts, pushSeconds, totalSeconds, commit }) => {
      // The next failure is a new one.
      toldAt.clear();
      metrics.transactionSeconds.observe(totalSeconds);
      metrics.pushSeconds.observe(pushSeconds);
      metrics.batchSize.observe(size);
      log.debug({ commit, size, attempts, pushSeconds, totalSeconds }, 'Committed');
    },
    replayed: ({ attempt }) => {
      metrics.replays.inc();
      log.debug({ attempt }, 'Somebody else pushed first; deciding again');
    },
    failed: ({ error, transactions }) => {
      const { kind } = error;
      metrics.storeFailures.inc({ kind }, transactions);
      const level = kind === 'closing' ? 'info' : 'error';
      if (isNews(kind))
        log[level]({ kind, transactions, remedy: REMEDIES[kind], err: error }, 'Orders are answered 503');
    },
    warning: ({ kind, message, remedy, cause }) => {
      metrics.storeWarnings.inc({ kind });
      log.warn({ kind, remedy, err: cause }, message);
    },
  };
}
