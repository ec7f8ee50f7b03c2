/** The record that a command is to change, with its operation; refused in words when there is none or it cannot be read. */
import type { DecisionContext } from '../../broker/decision-context.js';
import { knownBinding } from '../../broker/known-binding.js';
import type { KnownBinding } from '../../broker/known-binding.js';
import { knownInstance } from '../../broker/known-instance.js';
import type { KnownInstance } from '../../broker/known-instance.js';
import { OsbError } from '../../osb/errors.js';
import type { Operation } from '../../repository/operation-file.js';
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import type { Snapshot } from '../../store/store.js';
import { answerNo } from '../refusal.js';
import { describeReference } from './record-reference.js';
import type { RecordReference } from './record-reference.js';

export type KnownRecord = KnownInstance | KnownBinding;

type Context = Pick<DecisionContext, 'now' | 'rules'>;

/** @throws Refusal */
export async function knownRecord(
  snapshot: Snapshot,
  reference: RecordReference,
  context: Context,
): Promise<KnownRecord> {
  const known = await lookUp(snapshot, reference, context);
  if (!known) throw answerNo(`there is no ${describeReference(reference)}`);
  return known;
}

/** The operation a caller has seen; undefined when their state of the repository does not have the record. */
export async function operationSeen(
  snapshot: Snapshot,
  reference: RecordReference,
  context: Context,
): Promise<Operation | undefined> {
  return (await lookUp(snapshot, reference, context))?.operation;
}

/** Records of UniPipe name no operation; then their status does not either. */
export function namedOperation({ file, operation }: KnownRecord): string | undefined {
  return file.operation && operation.id;
}

async function lookUp(
  snapshot: Snapshot,
  { instanceId, bindingId }: RecordReference,
  context: Context,
): Promise<KnownRecord | undefined> {
  const view = openRepositoryView(snapshot, new RecordCache(4));
  try {
    const instance = await knownInstance(view, instanceId, context);
    return bindingId === undefined || !instance ? instance : await knownBinding(view, instance, bindingId, context);
  } catch (error) {
    if (error instanceof OsbError) throw answerNo(error.message);
    throw error;
  }
}
