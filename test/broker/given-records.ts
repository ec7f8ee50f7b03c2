/** Records in memory, and a context to decide in whose time stands still. */
import { dump } from 'js-yaml';
import type { DecisionContext } from '../../src/broker/decision-context.js';
import type { RepositoryView } from '../../src/repository/repository-view.js';
import { givenView } from '../repository/given-view.js';

export const NOW = new Date('2026-11-21T12:00:00.000Z');
const MINUTE_MS = 60_000;

export const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE_MS).toISOString();

export function givenContext(change: Partial<DecisionContext> = {}): DecisionContext {
  return {
    now: NOW,
    operationId: 'op-new',
    rules: { requireOperation: false, operationTimeoutSeconds: 3600 },
    catalogAt: () => Promise.reject(new Error('this decision needs no catalog')),
    ...change,
  };
}

type Fields = Record<string, unknown>;
/** Of one record: its order, and what a pipeline left beside it. Texts are taken as they are. */
export interface GivenRecord {
  readonly order?: Fields | string;
  readonly status?: Fields | string;
  readonly credentials?: Fields | string;
  readonly response?: Fields | string;
}

const content = (value: Fields | string) => (typeof value === 'string' ? value : dump(value));

/** Instance `i` and its bindings by id. */
export function givenRecords(instance: GivenRecord, bindings: Record<string, GivenRecord> = {}): RepositoryView {
  const ids = { serviceInstanceId: 'i', serviceDefinitionId: 's', planId: 'p' };
  return givenView({
    ...filesOf('instances/i', 'instance', ids, instance),
    ...Object.fromEntries(
      Object.entries(bindings).flatMap(([bindingId, record]) =>
        Object.entries(filesOf(`instances/i/bindings/${bindingId}`, 'binding', { bindingId, ...ids }, record)),
      ),
    ),
  });
}

function filesOf(folder: string, name: string, ids: Fields, { order = {}, ...results }: GivenRecord) {
  const files = { [`${folder}/${name}.yml`]: typeof order === 'string' ? order : dump({ ...ids, ...order }) };
  for (const [result, value] of Object.entries(results)) files[`${folder}/${result}.yml`] = content(value);
  return files;
}

export const operation = (id: string, type: string, more: Fields = {}) => ({ operation: { id, type, ...more } });
