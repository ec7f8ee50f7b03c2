/** What waits for a person: values in params.yml, or the whole work. Nothing is claimed for it; a person may take days. */
import { describeProblem } from '../repository/problem.js';
import type { JsonObject } from '../osb/json-object.js';
import type { Decision } from '../store/store.js';
import { isSame, pendingAt } from './claim.js';
import type { Claimant } from './claim.js';
import { commitNote } from './commit-note.js';
import type { Outcome } from './handler.js';
import { paramsPath, paramsTemplate, readParams } from './params-file.js';
import { outcomeChanges } from './report.js';
import type { Rule } from './runner-file.js';
import { statusChange } from './status-change.js';
import { isDelete } from './work.js';
import type { Work } from './work.js';

export type PersonStep =
  /** Everything is there: a handler can go on. */
  | { readonly kind: 'ready'; readonly params: JsonObject }
  | Extract<Outcome, { kind: 'waiting' | 'blocked' | 'succeeded' }>
  | { readonly kind: 'superseded' };

const MANUAL = 'waiting for a person';

/** Writes the template or the status when they are not there yet; decided on the newest head. */
export function askPerson(claimant: Pick<Claimant, 'store' | 'rules'>, work: Work, rule: Rule): Promise<PersonStep> {
  return claimant.store.transact(async (snapshot): Promise<Decision<PersonStep>> => {
    const current = await pendingAt(snapshot, work, claimant.rules);
    if (!current || !isSame(current, work)) return { result: { kind: 'superseded' }, changes: [] };
    const params = await readParams(snapshot, current, rule);
    const description = rule.manual?.description ?? MANUAL;
    const status = statusChange(current, { status: 'in progress', description });
    const isTold = equals(await snapshot.read(status.path), status.content);
    const note = commitNote('ask', current);
    if (params.kind === 'unreadable') {
      return { result: { kind: 'blocked', reason: describeProblem(params.problem) }, changes: [] };
    }
    if (params.kind === 'absent') {
      const template = { path: paramsPath(current), content: paramsTemplate(current, rule) };
      return { result: { kind: 'waiting', description: missing(current, rule) }, changes: [template, status], note };
    }
    if (params.kind === 'incomplete') {
      const result = { kind: 'waiting' as const, description: missing(current, rule, params.missing) };
      return isTold ? { result, changes: [] } : { result, changes: [status], note };
    }
    if (!rule.manual) return { result: { kind: 'ready', params: params.values }, changes: [] };
    if (rule.params && !isDelete(current)) {
      const outcome = { kind: 'succeeded' as const, result: {} };
      return { result: outcome, changes: outcomeChanges(current, outcome), note: commitNote('succeeded', current) };
    }
    const result = { kind: 'waiting' as const, description: `${description}: ${current.recordPath}/status.yml` };
    return isTold ? { result, changes: [] } : { result, changes: [status], note };
  });
}

function missing(work: Work, { params = {} }: Rule, names: readonly string[] = Object.keys(params)): string {
  return `${paramsPath(work)} needs ${names.join(', ')}`;
}

function equals(bytes: Uint8Array | undefined, content: string | Uint8Array | null): boolean {
  return bytes !== undefined && content !== null && Buffer.compare(bytes, Buffer.from(content)) === 0;
}
