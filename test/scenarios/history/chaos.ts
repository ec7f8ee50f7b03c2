/** What can happen to brokers and to their git host, one thing at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import type { GitServer } from '../../helpers/git-server.js';
import type { Random } from './random.js';
import type { Replica } from './replica.js';

const FAULTS: readonly Parameters<GitServer['fail']>[0][] = [
  'hang',
  'refuse',
  'drop-answer',
  'gateway-error',
  'late-push',
];

/** @returns what it did */
export async function causeChaos(
  replicas: readonly Replica[],
  server: GitServer,
  random: Random,
  signal: AbortSignal,
): Promise<string[]> {
  const done: string[] = [];
  while (!signal.aborted) {
    await pause(500 + random.below(1500));
    if (random.chance(0.4)) {
      const replica = random.pick(replicas);
      await replica.kill();
      await pause(random.below(500));
      await replica.start();
      done.push('kill -9');
    } else {
      const fault = random.pick(FAULTS);
      await server.fail(fault);
      await pause(random.below(2000));
      await server.recover();
      done.push(fault);
    }
  }
  return done;
}
