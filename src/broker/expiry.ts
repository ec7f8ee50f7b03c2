/** Ends an operation that got no status in time: written down, so that it has failed for every replica and for good. */
import type { RepositoryView } from '../repository/repository-view.js';
import { writeBinding, writeInstance } from '../repository/record-changes.js';
import type { Decision } from '../store/store.js';
import { commitNote } from './commit-message.js';
import type { DecisionContext } from './decision-context.js';
import { answerOnly, changing } from './decisions.js';
import { knownBinding } from './known-binding.js';
import { knownInstance } from './known-instance.js';

/** @param bindingId of the binding whose operation it is; left out for one of the instance */
export async function decideExpiry(
  view: RepositoryView,
  { instanceId, bindingId }: { readonly instanceId: string; readonly bindingId?: string },
  context: Pick<DecisionContext, 'now' | 'rules'>,
): Promise<Decision<void>> {
  const instance = await knownInstance(view, instanceId, context);
  if (!instance) return answerOnly(undefined);
  const expiredAt = context.now.toISOString();
  if (bindingId === undefined) {
    if (!instance.outcome.overdue) return answerOnly(undefined);
    const operation = { ...instance.operation, expiredAt };
    return changing(
      undefined,
      writeInstance(instance.record.path, { ...instance.file, operation }),
      commitNote('expireInstance', instanceId, operation.id),
    );
  }
  const binding = await knownBinding(view, instance, bindingId, context);
  if (!binding?.outcome.overdue) return answerOnly(undefined);
  const operation = { ...binding.operation, expiredAt };
  return changing(
    undefined,
    writeBinding(binding.record.path, { ...binding.file, operation }),
    commitNote('expireBinding', bindingId, operation.id),
  );
}
