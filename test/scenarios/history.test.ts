import { describe, expect, test } from 'vitest';
import { makeHistory } from './history/make-history.js';
import { findViolations } from './history/violations.js';

// `npm run soak` runs it for longer; a seed that found something can be played again.
const seconds = Number(process.env['HISTORY_SECONDS'] ?? 40);
const seed = Number(process.env['HISTORY_SEED'] ?? Date.now() % 1_000_000);

describe('three brokers, pipelines that push, processes killed, a git host that fails', () => {
  test(
    `no answer that a client got is contradicted by the history of the branch (HISTORY_SEED=${seed})`,
    async () => {
      const history = await makeHistory({ seed, seconds, replicas: 3, clients: 8 });
      const { orders, polls, branch, chaos } = history;
      const accepted = orders.filter(({ status }) => status === 202).length;
      process.stdout.write(
        `seed ${seed}: ${orders.length} orders, ${accepted} accepted, ${polls.length} polls, ` +
          `${branch.commits} commits, ${branch.started.length} operations, ${chaos.length} faults (${chaos.join(', ')})\n`,
      );
      expect(findViolations(history)).toEqual([]);
      // Without these the rules would have had nothing to look at.
      expect(accepted).toBeGreaterThan(seconds / 4);
      expect(chaos.length).toBeGreaterThan(seconds / 10);
    },
    (seconds + 90) * 1000,
  );
});
