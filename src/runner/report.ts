/** Writes the outcome of an operation, if it is still the one to be done; decided on the newest head. */
import { formatYaml } from '../repository/yaml.js';
import type { Change, Decision } from '../store/store.js';
import { claimRemoval, standingOf } from './claim.js';
import type { Claimant } from './claim.js';
import { commitNote } from './commit-note.js';
import type { Outcome } from './handler.js';
import type { HandlerResult } from './handler-result.js';
import { statusChange } from './status-change.js';
import { isDelete } from './work.js';
import type { Work } from './work.js';

/** `superseded`: a newer order, or somebody else's report, came first: nothing was written. */
export type Reported = 'succeeded' | 'failed' | 'superseded';

export function report(
  claimant: Claimant,
  work: Work,
  outcome: Extract<Outcome, { kind: 'succeeded' | 'failed' }>,
): Promise<Reported> {
  return claimant.store.transact(async (snapshot): Promise<Decision<Reported>> => {
    const standing = await standingOf(snapshot, work, claimant);
    if (standing.kind === 'lost') return { result: 'superseded', changes: [] };
    if (standing.kind === 'superseded') {
      return { result: 'superseded', changes: [claimRemoval(work)], note: commitNote('release', work) };
    }
    return {
      result: outcome.kind,
      changes: [...outcomeChanges(work, outcome), claimRemoval(work)],
      note: commitNote(outcome.kind, work),
    };
  });
}

export function outcomeChanges(work: Work, outcome: Extract<Outcome, { kind: 'succeeded' | 'failed' }>): Change[] {
  const result = outcome.result ?? {};
  const failed = outcome.kind === 'failed';
  const description = result.description ?? (failed ? outcome.description : 'done');
  const { instance_usable: instanceUsable, update_repeatable: updateRepeatable } = failed ? result : {};
  const status = statusChange(work, { status: outcome.kind, description, instanceUsable, updateRepeatable });
  return failed ? [status] : [...resultChanges(work, result), status];
}

function resultChanges(work: Work, result: HandlerResult): Change[] {
  const { recordPath } = work;
  // What is gone has no credentials any more.
  if (isDelete(work)) return work.credentials ? [{ path: `${recordPath}/credentials.yml`, content: null }] : [];
  // An update changes what it names; the rest of what is known of the instance stays.
  const before = work.operation.type === 'update' ? work.response : undefined;
  const { description: _, instance_usable: __, update_repeatable: ___, credentials, ...response } = result;
  return [
    ...(credentials ? [{ path: `${recordPath}/credentials.yml`, content: formatYaml(credentials) }] : []),
    ...(Object.values(response).some((value) => value !== undefined)
      ? [{ path: `${recordPath}/response.yml`, content: formatYaml({ ...before, ...response }) }]
      : []),
  ];
}
