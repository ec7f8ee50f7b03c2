/**
 * A claim: the right of one runner to work on an instance, for a time. Taken, renewed and given back by commits, so
 * that the remote's compare-and-swap decides between runners.
 */
import { ClaimFile, claimPath } from '../repository/claim-file.js';
import { readFile } from '../repository/read-file.js';
import { RecordCache } from '../repository/record-cache.js';
import { openRepositoryView } from '../repository/repository-view.js';
import { formatYaml } from '../repository/yaml.js';
import type { Change, Decision, Snapshot, Store } from '../store/store.js';
import { commitNote } from './commit-note.js';
import { lookUpWork } from './current-work.js';
import type { WorkRules } from './current-work.js';
import { statusChange } from './status-change.js';
import type { RecordReference, Work } from './work.js';

export interface Claimant {
  readonly store: Store;
  /** Unique to this process. */
  readonly runner: string;
  readonly clock: () => Date;
  readonly claimSeconds: number;
  readonly rules: WorkRules;
}

/** `lost`: the claim is another's, or nobody's. `superseded`: ours, but the operation is no longer the one to be done. */
export type Standing = { readonly kind: 'ours'; readonly work: Work } | { readonly kind: 'lost' | 'superseded' };

/** How a claim stands in a snapshot. */
export async function standingOf(snapshot: Snapshot, work: Work, claimant: Claimant): Promise<Standing> {
  const claim = await readFile(snapshot, claimPath(work.instancePath), ClaimFile);
  if (claim.kind !== 'valid' || claim.value.runner !== claimant.runner) return { kind: 'lost' };
  if (claim.value.operation !== work.operation.id) return { kind: 'lost' };
  const now = await pendingAt(snapshot, work, claimant.rules);
  return now && isSame(now, work) ? { kind: 'ours', work: now } : { kind: 'superseded' };
}

/** @returns the work as it stands on the newest head; undefined when it is done, superseded or another's */
export function takeClaim(claimant: Claimant, work: Work): Promise<{ work: Work; until: Date } | undefined> {
  return claimant.store.transact(async (snapshot): Promise<Decision<{ work: Work; until: Date } | undefined>> => {
    const claim = await readFile(snapshot, claimPath(work.instancePath), ClaimFile);
    const taken = claim.kind === 'valid' && Date.parse(claim.value.claimedUntil) > claimant.clock().getTime();
    const current = await pendingAt(snapshot, work, claimant.rules);
    if (taken || claim.kind === 'unreadable' || !current || !isSame(current, work)) {
      return { result: undefined, changes: [] };
    }
    const until = untilOf(claimant);
    return {
      result: { work: current, until },
      changes: [
        claimChange(claimant, current, until),
        statusChange(current, { status: 'in progress', description: 'the work has begun' }),
      ],
      note: commitNote('begin', current),
    };
  });
}

/** A sign of life, and what platform users are told meanwhile. */
export function renewClaim(
  claimant: Claimant,
  work: Work,
  description: string | undefined,
): Promise<Standing & { until?: Date }> {
  return claimant.store.transact(async (snapshot): Promise<Decision<Standing & { until?: Date }>> => {
    const standing = await standingOf(snapshot, work, claimant);
    if (standing.kind !== 'ours') return { result: standing, changes: [] };
    const until = untilOf(claimant);
    const status = description === undefined ? [] : [statusChange(work, { status: 'in progress', description })];
    return {
      result: { ...standing, until },
      changes: [claimChange(claimant, work, until), ...status],
      note: commitNote('continue', work),
    };
  });
}

/**
 * Lets others have it. Without effect when it is no longer ours.
 * @returns whether the operation is still to be done by somebody
 */
export function releaseClaim(
  claimant: Claimant,
  work: Work,
  description = 'waiting for the pipeline',
): Promise<'interrupted' | 'superseded'> {
  return claimant.store.transact(async (snapshot): Promise<Decision<'interrupted' | 'superseded'>> => {
    const standing = await standingOf(snapshot, work, claimant);
    if (standing.kind === 'lost') return { result: 'superseded', changes: [] };
    const isOurs = standing.kind === 'ours';
    const status = isOurs ? [statusChange(work, { status: 'in progress', description })] : [];
    return {
      result: isOurs ? 'interrupted' : 'superseded',
      changes: [claimRemoval(work), ...status],
      note: commitNote('release', work),
    };
  });
}

export function claimRemoval({ instancePath }: Work): Change {
  return { path: claimPath(instancePath), content: null };
}

export async function pendingAt(
  snapshot: Snapshot,
  reference: RecordReference,
  rules: WorkRules,
): Promise<Work | undefined> {
  const looked = await lookUpWork(openRepositoryView(snapshot, new RecordCache(4)), reference, rules);
  return looked.kind === 'pending' ? looked.work : undefined;
}

/** UniPipe's operations all have the same id: then the type tells a delete from what was before. */
export function isSame(one: Work, other: Work): boolean {
  return one.operation.id === other.operation.id && one.operation.type === other.operation.type;
}

function untilOf({ clock, claimSeconds }: Claimant): Date {
  return new Date(clock().getTime() + claimSeconds * 1000);
}

function claimChange({ runner, clock }: Claimant, { instancePath, bindingId, operation }: Work, until: Date): Change {
  const claim: ClaimFile = {
    runner,
    operation: operation.id,
    ...(bindingId !== undefined && { bindingId }),
    claimedAt: clock().toISOString(),
    claimedUntil: until.toISOString(),
  };
  return { path: claimPath(instancePath), content: formatYaml(claim) };
}
