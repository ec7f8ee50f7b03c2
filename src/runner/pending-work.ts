/** Finds what waits for a pipeline, in the order in which it may be done. */
import { ClaimFile, claimPath } from '../repository/claim-file.js';
import type { FileProblem } from '../repository/problem.js';
import { readFile } from '../repository/read-file.js';
import type { RepositoryView } from '../repository/repository-view.js';
import { bindingWork, instanceWork } from './current-work.js';
import type { WorkLooked, WorkRules } from './current-work.js';
import type { Work } from './work.js';

export interface PendingWork {
  /** Oldest first. Of one instance no two may be worked on at once. */
  readonly work: readonly Work[];
  /** Operations that another runner is at. */
  readonly claimed: readonly Work[];
  /** Records that cannot be read: the others go on. */
  readonly problems: readonly FileProblem[];
}

interface InstanceLook {
  readonly work: readonly Work[];
  readonly problems: readonly FileProblem[];
}

export class PendingFinder {
  readonly #rules: WorkRules;
  /** Content of instances in which nothing waits: not read again until it changes. */
  #quiet = new Map<string, string>();

  constructor(rules: WorkRules) {
    this.#rules = rules;
  }

  async find(view: RepositoryView, now: Date): Promise<PendingWork> {
    const quiet = new Map<string, string>();
    const found = { work: new Array<Work>(), claimed: new Array<Work>(), problems: new Array<FileProblem>() };
    for (const { instanceId, contentId } of await view.instanceIds()) {
      const isQuiet = contentId !== undefined && this.#quiet.get(instanceId) === contentId;
      const look = isQuiet ? undefined : await lookAt(view, instanceId, this.#rules);
      if (contentId !== undefined && (isQuiet || (look && look.work.length + look.problems.length === 0))) {
        quiet.set(instanceId, contentId);
      }
      if (!look) continue;
      found.problems.push(...look.problems);
      const [first] = look.work;
      if (!first) continue;
      const claim = await claimAt(view, first, now);
      if (typeof claim === 'object') found.problems.push(claim);
      found[claim === 'free' ? 'work' : 'claimed'].push(...look.work);
    }
    this.#quiet = quiet;
    return { ...found, work: found.work.sort(byAge) };
  }
}

async function lookAt(view: RepositoryView, instanceId: string, rules: WorkRules): Promise<InstanceLook> {
  const record = await view.instance(instanceId);
  if (!record) return { work: [], problems: [] };
  const looks: WorkLooked[] = [instanceWork(record, rules)];
  for (const bindingId of record.instance.kind === 'valid' ? await view.bindingIds(instanceId) : []) {
    const binding = await view.binding(instanceId, bindingId);
    if (binding) looks.push(bindingWork(record, binding, rules));
  }
  const pending = looks.flatMap((look) => (look.kind === 'pending' ? [look.work] : []));
  return {
    work: pending.filter((work) => isItsTurn(work, pending)),
    problems: looks.flatMap((look) => (look.kind === 'unreadable' ? [look.problem] : [])),
  };
}

/** Access goes before what it gives access to, and comes after it. */
function isItsTurn({ operation }: Work, all: readonly Work[]): boolean {
  const waits = (type: string) => all.some((other) => other.operation.type === type);
  if (operation.type === 'deprovision') return !waits('unbind');
  return operation.type !== 'bind' || !(waits('provision') || waits('deprovision'));
}

async function claimAt(
  { snapshot }: RepositoryView,
  { instancePath }: Work,
  now: Date,
): Promise<'free' | 'claimed' | FileProblem> {
  const claim = await readFile(snapshot, claimPath(instancePath), ClaimFile);
  if (claim.kind === 'unreadable') return claim.problem;
  return claim.kind === 'valid' && Date.parse(claim.value.claimedUntil) > now.getTime() ? 'claimed' : 'free';
}

/** Orders of UniPipe know no time: they are older than any other. */
function byAge(a: Work, b: Work): number {
  return Date.parse(a.operation.requestedAt ?? '1970-01-01') - Date.parse(b.operation.requestedAt ?? '1970-01-01');
}
