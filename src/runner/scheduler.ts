/** Looks for work and starts it: as much at once as runner.yml allows, and never two operations of one instance. */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describeProblem } from '../repository/problem.js';
import { RecordCache } from '../repository/record-cache.js';
import { openRepositoryView } from '../repository/repository-view.js';
import { Checkout } from './checkout.js';
import type { EndedWork, WorkReference } from './observer.js';
import { PendingFinder } from './pending-work.js';
import { perform } from './perform.js';
import { DEFAULT_TIMING } from './run-options.js';
import type { RunnerOptions, RunnerTiming } from './run-options.js';
import { readRunnerFile, ruleFor } from './runner-rules.js';
import type { Rule, RunnerFile } from './runner-file.js';
import { referenceOf } from './work-reference.js';
import type { Work } from './work.js';

/** What a look came to. */
export interface Round {
  readonly started: number;
  /** Operations that another runner is at. */
  readonly claimed: readonly WorkReference[];
  /** Operations for which runner.yml has no rule. */
  readonly unhandled: readonly WorkReference[];
  readonly problems: readonly string[];
}

const CACHED_RECORDS = 20_000;
/** From a minute to an hour. */
const MAX_DOUBLINGS = 6;
/** How these end is not the end of the operation: it is not looked at again at once. */
const NOT_YET = new Set(['waiting', 'blocked', 'unreported', 'taken by another']);

export class Scheduler {
  readonly timing: RunnerTiming;
  readonly #options: RunnerOptions;
  readonly #runner: string;
  readonly #finder: PendingFinder;
  readonly #cache = new RecordCache(CACHED_RECORDS);
  readonly #running = new Map<string, Promise<void>>();
  /** Operations that have to wait, until when (`performance.now()`), and after how many attempts. */
  readonly #later = new Map<string, { readonly until: number; readonly attempts: number }>();
  readonly #onEnded: (ended: EndedWork) => void;
  #session: { readonly folder: string; readonly checkout: Checkout } | undefined;

  constructor(options: RunnerOptions, onEnded: (ended: EndedWork) => void) {
    this.#options = options;
    this.#onEnded = onEnded;
    this.timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#runner = options.runner ?? `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
    this.#finder = new PendingFinder(options.rules ?? { requireOperation: false });
  }

  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** @throws RunnerFileError | StoreError */
  async round(): Promise<Round> {
    const snapshot = await this.#options.store.refresh();
    const file = await readRunnerFile(snapshot);
    const clock = this.#options.clock ?? (() => new Date());
    const found = await this.#finder.find(openRepositoryView(snapshot, this.#cache), clock());
    const ruled = found.work
      .map((work) => ({ work, rule: this.#ruleFor(file, work) }))
      .filter(({ work, rule }) => this.#options.filter?.(work, rule) ?? true);
    let started = 0;
    for (const { work, rule } of ruled) {
      if (!rule || this.#options.signal.aborted || !this.#isFree(work, file)) continue;
      const { folder, checkout } = await this.#openSession();
      started += 1;
      const context = {
        claimant: {
          store: this.#options.store,
          runner: this.#runner,
          clock,
          claimSeconds: file.claimSeconds,
          rules: this.#options.rules ?? { requireOperation: false },
        },
        options: this.#options,
        timing: this.timing,
        checkout: await checkout.at(snapshot),
        sessionFolder: folder,
      };
      this.#running.set(
        work.instanceId,
        perform(work, rule, context).then((ended) => this.#end(work, ended)),
      );
    }
    return {
      started,
      claimed: found.claimed.filter(({ instanceId }) => !this.#running.has(instanceId)).map(referenceOf),
      unhandled: ruled.filter(({ rule }) => !rule).map(({ work }) => referenceOf(work)),
      problems: found.problems.map(describeProblem),
    };
  }

  /** Until one of those that run ends; at once when none runs. */
  async untilOneEnds(): Promise<void> {
    if (this.isBusy) await Promise.race(this.#running.values());
  }

  /** Until all have ended; then nothing of this process is left but logs and state. */
  async close(): Promise<void> {
    await Promise.all(this.#running.values());
    if (this.#session) await rm(this.#session.folder, { recursive: true, force: true, maxRetries: 3 });
    this.#session = undefined;
  }

  #ruleFor(file: RunnerFile, work: Work): Rule | undefined {
    const rule = ruleFor(file, work);
    if (!rule?.terraform || !this.#options.planOnly) return rule;
    return { ...rule, terraform: { ...rule.terraform, planOnly: true } };
  }

  #isFree(work: Work, { parallel }: RunnerFile): boolean {
    if (this.#running.size >= parallel || this.#running.has(work.instanceId)) return false;
    const later = this.#later.get(keyOf(work));
    return later === undefined || later.until <= performance.now();
  }

  #end(work: Work, ended: EndedWork): void {
    this.#running.delete(work.instanceId);
    const key = keyOf(work);
    if (NOT_YET.has(ended.outcome)) {
      const attempts = (this.#later.get(key)?.attempts ?? 0) + 1;
      // Attempts are commits: each pause is longer than the one before.
      const factor = ended.outcome === 'blocked' ? 2 ** Math.min(attempts - 1, MAX_DOUBLINGS) : 1;
      this.#later.set(key, { until: performance.now() + this.timing.retryMs * factor, attempts });
    } else this.#later.delete(key);
    this.#onEnded(ended);
  }

  async #openSession() {
    if (!this.#session) {
      await mkdir(this.#options.folder, { recursive: true });
      const folder = await mkdtemp(join(this.#options.folder, 'session-'));
      this.#session = { folder, checkout: new Checkout(folder) };
    }
    return this.#session;
  }
}

function keyOf({ instanceId, bindingId, operation }: Work): string {
  return JSON.stringify([instanceId, bindingId, operation.id, operation.type]);
}
