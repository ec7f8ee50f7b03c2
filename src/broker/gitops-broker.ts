/**
 * The Open Service Broker on a git repository: joins the protocol with decisions, and decisions with the store.
 *
 * Only delegates. Writes are transactions (replayed until their push is accepted), reads are looks at a snapshot.
 */
import { OsbError } from '../osb/errors.js';
import type { LastOperation, ServiceBroker } from '../osb/service-broker.js';
import { RecordCache } from '../repository/record-cache.js';
import { openRepositoryView } from '../repository/repository-view.js';
import type { RepositoryView } from '../repository/repository-view.js';
import type { Decision, Snapshot, Store } from '../store/store.js';
import { decideBind } from './bind.js';
import type { CatalogSource } from './catalog-source.js';
import type { DecisionContext, StatusRules } from './decision-context.js';
import { decideDeprovision } from './deprovision.js';
import { decideExpiry } from './expiry.js';
import { lookUpBinding, lookUpInstance } from './fetch.js';
import { lookUpBindingOperation, lookUpInstanceOperation } from './last-operation.js';
import { decideProvision } from './provision.js';
import { Reads } from './reads.js';
import type { Freshness, Looked } from './reads.js';
import { asOsbError } from './store-failure.js';
import { Surveyor } from './survey.js';
import type { Survey } from './survey.js';
import { decideUnbind } from './unbind.js';
import { decideUpdate } from './update.js';

export interface GitOpsBrokerOptions {
  readonly store: Store;
  readonly catalogSource: CatalogSource;
  readonly clock: () => Date;
  /** Unique and URL-safe. */
  readonly newOperationId: () => string;
  readonly rules: StatusRules;
  readonly freshness: Freshness;
  /** `Retry-After` of polls whose status file says nothing about it. */
  readonly pollRetryAfterSeconds: number;
  /** Somebody waits for an operation, after an order and at every poll that says so. */
  readonly onOpenOperation?: () => void;
  /** How many records are kept in memory, parsed. */
  readonly cachedRecords?: number;
}

export interface GitOpsBroker extends ServiceBroker {
  /** How its operations stand; undefined while they are being counted for the first time. */
  survey(): Promise<Survey | undefined>;
}

const NO_BRANCH = 'The branch of this broker does not exist; its operators have to look into it.';

export function createGitOpsBroker(options: GitOpsBrokerOptions): GitOpsBroker {
  const { store, catalogSource } = options;
  const cache = new RecordCache(options.cachedRecords ?? 20_000);
  const viewOf = (snapshot: Snapshot) => {
    // Without a branch there are no records, which does not mean that there never were: nothing is said to be gone.
    if (snapshot.commit === null) throw new OsbError('Unavailable', NO_BRANCH, { retryAfterSeconds: 60 });
    return openRepositoryView(snapshot, cache);
  };
  const reads = new Reads(store, options.freshness, viewOf);
  const surveyor = new Surveyor();
  const context = (): DecisionContext => ({
    now: options.clock(),
    operationId: options.newOperationId(),
    rules: options.rules,
    catalogAt: (snapshot) => catalogSource.at(snapshot),
  });

  /** A transaction of one decision; the context is made once, so that a replay decides with the same id and time. */
  const write = async <R, T>(
    decide: (view: RepositoryView, request: R, context: DecisionContext) => Promise<Decision<T>>,
    request: R,
  ): Promise<T> => {
    const once = context();
    try {
      return await store.transact((snapshot) => decide(viewOf(snapshot), request, once));
    } catch (error) {
      throw asOsbError(error);
    }
  };

  /** Nothing here can be done before a pipeline has run (ASYNC-04). */
  const writeAsync = <R extends { readonly acceptsIncomplete: boolean }, T>(
    decide: (view: RepositoryView, request: R, context: DecisionContext) => Promise<Decision<T>>,
  ) => {
    return async (request: R): Promise<T> => {
      if (!request.acceptsIncomplete) {
        throw new OsbError(
          'AsyncRequired',
          'This service plan requires client support for asynchronous service operations.',
        );
      }
      const accepted = await write(decide, request);
      options.onOpenOperation?.();
      return accepted;
    };
  };

  const poll = async <R extends { readonly instanceId: string; readonly bindingId?: string }>(
    look: (view: RepositoryView, request: R, context: DecisionContext) => Promise<Looked<LastOperation>>,
    request: R,
  ): Promise<LastOperation> => {
    let found = await reads.read((view) => look(view, request, context()));
    if (found.overdue) {
      await write(decideExpiry, request);
      found = await reads.read((view) => look(view, request, context()));
    }
    if (found.answer.state === 'in progress') options.onOpenOperation?.();
    const { retryAfterSeconds = options.pollRetryAfterSeconds } = found.answer;
    return { ...found.answer, retryAfterSeconds };
  };

  return {
    catalog: async () =>
      (await reads.read(async ({ snapshot }) => ({ answer: await catalogSource.at(snapshot), certain: true }))).answer,
    provision: writeAsync(decideProvision),
    update: writeAsync(decideUpdate),
    deprovision: writeAsync(decideDeprovision),
    bind: writeAsync(decideBind),
    unbind: writeAsync(decideUnbind),
    fetchInstance: async (request) => (await reads.read((view) => lookUpInstance(view, request, context()))).answer,
    fetchBinding: async (request) => (await reads.read((view) => lookUpBinding(view, request, context()))).answer,
    lastInstanceOperation: (request) => poll(lookUpInstanceOperation, request),
    lastBindingOperation: (request) => poll(lookUpBindingOperation, request),
    // Reads everything once: what it parses is of no use to anybody else, and would fill the memory.
    survey: () => surveyor.latest(openRepositoryView(store.snapshot(), new RecordCache(0)), context()),
  };
}
