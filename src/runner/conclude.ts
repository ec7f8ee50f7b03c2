/** After the handler: its outcome is reported, or the claim given back. */
import { setTimeout as wait } from 'node:timers/promises';
import { StoreError } from '../store/store.js';
import type { StoreErrorKind } from '../store/store.js';
import { releaseClaim } from './claim.js';
import type { Claimant } from './claim.js';
import type { Outcome } from './handler.js';
import type { Masker } from './masker.js';
import type { EndedWork } from './observer.js';
import { report } from './report.js';
import type { Work } from './work.js';

export type Ended = Pick<EndedWork, 'outcome' | 'description' | 'logPath' | 'cause'>;

interface Conclusion {
  readonly claimant: Claimant;
  readonly work: Work;
  readonly outcome: Outcome;
}

const FINAL: readonly StoreErrorKind[] = ['declined', 'closing'];

/** The work is done: a remote that is away for a moment must not make it be done again. @throws StoreError */
export async function concludeInsisting(
  conclusion: Conclusion,
  insist: () => boolean,
  pauseMs: number,
): Promise<Ended> {
  for (;;) {
    try {
      return await conclude(conclusion);
    } catch (cause) {
      if (!(cause instanceof StoreError) || FINAL.includes(cause.kind) || !insist()) throw cause;
      await wait(pauseMs);
    }
  }
}

async function conclude({ claimant, work, outcome }: Conclusion): Promise<Ended> {
  if (outcome.kind === 'succeeded' || outcome.kind === 'failed') {
    const description = outcome.kind === 'failed' ? outcome.description : undefined;
    return { outcome: await report(claimant, work, outcome), description: outcome.result?.description ?? description };
  }
  if (outcome.kind === 'cancelled') return { outcome: await releaseClaim(claimant, work) };
  if (outcome.kind === 'waiting') {
    await releaseClaim(claimant, work, outcome.description);
    return { outcome: 'waiting', description: outcome.description };
  }
  await releaseClaim(claimant, work, 'an operator has to act');
  return { outcome: 'blocked', description: outcome.reason };
}

/** What a handler says may hold what it must not say. Credentials themselves stay as they are. */
export function masked(outcome: Outcome, masker: Masker): Outcome {
  if (outcome.kind === 'cancelled') return outcome;
  if (outcome.kind === 'blocked') return { ...outcome, reason: masker.mask(outcome.reason) };
  if (outcome.kind === 'waiting') return { ...outcome, description: masker.mask(outcome.description) };
  const { result } = outcome;
  const told = result?.description === undefined ? result : { ...result, description: masker.mask(result.description) };
  if (outcome.kind === 'succeeded') return { kind: 'succeeded', result: told ?? {} };
  return { kind: 'failed', description: masker.mask(outcome.description), ...(told && { result: told }) };
}
