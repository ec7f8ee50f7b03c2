/** Counts the operations of the repository by state, for metrics. Reads only records whose content changed since the last count. */
import { setImmediate as nextTick, setTimeout as wait } from 'node:timers/promises';
import type { RepositoryView } from '../repository/repository-view.js';
import type { DecisionContext } from './decision-context.js';
import { interpretBinding } from './known-binding.js';
import { interpretInstance } from './known-instance.js';

export interface Survey {
  readonly operations: readonly {
    readonly kind: 'instance' | 'binding';
    readonly state: string;
    readonly count: number;
  }[];
  /** Records of which some file cannot be read. */
  readonly unreadable: number;
}

interface Counted {
  readonly contentId: string | undefined;
  readonly states: readonly string[];
  readonly unreadable: number;
}

/** Who asks has little time: Prometheus gives up after ten seconds. */
const PATIENCE_MS = 2_000;

export class Surveyor {
  #counted = new Map<string, Counted>();
  #last: Survey | undefined;
  #running: Promise<void> | undefined;

  /**
   * The count of the newest records; while that takes long, the one before, and undefined as long as there is none.
   * However many ask, the records are read by one at a time.
   */
  async latest(
    view: RepositoryView,
    context: Pick<DecisionContext, 'now' | 'rules'>,
    patienceMs = PATIENCE_MS,
  ): Promise<Survey | undefined> {
    this.#running ??= this.#count(view, context);
    const running = this.#running;
    const over = new AbortController();
    // Who waits no longer must not be the only one to hear of a failure.
    running.catch(() => {});
    try {
      await Promise.race([running, wait(patienceMs, undefined, { signal: over.signal, ref: false })]);
    } finally {
      over.abort();
    }
    return this.#last;
  }

  async #count(view: RepositoryView, context: Pick<DecisionContext, 'now' | 'rules'>): Promise<void> {
    try {
      this.#last = await this.survey(view, context);
    } finally {
      this.#running = undefined;
    }
  }

  async survey(view: RepositoryView, context: Pick<DecisionContext, 'now' | 'rules'>): Promise<Survey> {
    const next = new Map<string, Counted>();
    for (const { instanceId, contentId } of await view.instanceIds()) {
      const before = this.#counted.get(instanceId);
      const unchanged = before && contentId !== undefined && before.contentId === contentId;
      next.set(instanceId, unchanged ? before : { contentId, ...(await countInstance(view, instanceId, context)) });
      if (!unchanged && next.size % 10 === 0) await nextTick();
    }
    this.#counted = next;
    return total(next.values());
  }
}

async function countInstance(
  view: RepositoryView,
  instanceId: string,
  context: Pick<DecisionContext, 'now' | 'rules'>,
) {
  const record = await view.instance(instanceId);
  if (!record || record.instance.kind !== 'valid') return { states: [], unreadable: record ? 1 : 0 };
  const instance = interpretInstance(record, context);
  if (!instance) return { states: [], unreadable: 0 };
  const states = [`instance:${instance.outcome.state}`];
  let unreadable = [record.status, record.response].some(({ kind }) => kind === 'unreadable') ? 1 : 0;
  for (const bindingId of await view.bindingIds(instanceId)) {
    const binding = await view.binding(instanceId, bindingId);
    if (!binding) continue;
    if (
      [binding.binding, binding.status, binding.credentials, binding.response].some(({ kind }) => kind === 'unreadable')
    )
      unreadable += 1;
    if (binding.binding.kind !== 'valid') continue;
    const known = interpretBinding(binding, instance, context);
    if (known) states.push(`binding:${known.outcome.state}`);
  }
  return { states, unreadable };
}

function total(counted: Iterable<Counted>): Survey {
  const counts = new Map<string, number>();
  let unreadable = 0;
  for (const { states, unreadable: broken } of counted) {
    unreadable += broken;
    for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const operations = (['instance', 'binding'] as const).flatMap((kind) =>
    ['in progress', 'succeeded', 'failed'].map((state) => ({
      kind,
      state,
      count: counts.get(`${kind}:${state}`) ?? 0,
    })),
  );
  return { operations, unreadable };
}
