/** Polls of `last_operation`, answered from one snapshot. */
import { OsbError } from '../osb/errors.js';
import type { BindingOperationRequest, InstanceOperationRequest, LastOperation } from '../osb/service-broker.js';
import type { Operation } from '../repository/operation-file.js';
import type { RepositoryView } from '../repository/repository-view.js';
import type { DecisionContext } from './decision-context.js';
import { bindingNotFound, instanceNotFound } from './decisions.js';
import { knownBinding } from './known-binding.js';
import { knownInstance } from './known-instance.js';
import type { OperationState } from './operation-state.js';
import type { Looked } from './reads.js';

type ReadContext = Pick<DecisionContext, 'now' | 'rules'>;

export async function lookUpInstanceOperation(
  view: RepositoryView,
  { instanceId, operation: asked }: InstanceOperationRequest,
  context: ReadContext,
): Promise<Looked<LastOperation>> {
  const known = await knownInstance(view, instanceId, context);
  if (!known) throw instanceNotFound();
  const earlier = earlierOperation(known.operation, asked);
  if (earlier) return { answer: earlier, certain: true };
  if (known.phase === 'gone') throw new OsbError('Gone', 'The service instance has been deleted.');
  return newest(known.operation, known.outcome, asked);
}

export async function lookUpBindingOperation(
  view: RepositoryView,
  { instanceId, bindingId, operation: asked }: BindingOperationRequest,
  context: ReadContext,
): Promise<Looked<LastOperation>> {
  const instance = await knownInstance(view, instanceId, context);
  if (!instance) throw bindingNotFound();
  const known = await knownBinding(view, instance, bindingId, context);
  if (!known) throw bindingNotFound();
  const earlier = earlierOperation(known.operation, asked);
  if (earlier) return { answer: earlier, certain: true };
  if (known.phase === 'gone') throw new OsbError('Gone', 'The service binding has been deleted.');
  return newest(known.operation, known.outcome, asked);
}

/** An operation before the newest one gets its own answer, never that of its successor (LOP-14, LOP-11). */
function earlierOperation({ supersedes, concluded }: Operation, asked: string | undefined): LastOperation | undefined {
  if (asked === undefined) return undefined;
  if (supersedes?.includes(asked)) return { state: 'failed', description: 'superseded by a newer operation' };
  const ended = concluded?.find(({ id }) => id === asked);
  return ended && { state: ended.state };
}

/** Certain: work in progress, or the final state of exactly the operation that was asked for. Else a newer one may exist elsewhere. */
function newest(operation: Operation, outcome: OperationState, asked: string | undefined): Looked<LastOperation> {
  const { state, description, retryAfterSeconds, overdue } = outcome;
  const failed = state === 'failed';
  return {
    answer: {
      state,
      description,
      retryAfterSeconds,
      instance_usable:
        failed && ['update', 'deprovision'].includes(operation.type) ? outcome.instanceUsable : undefined,
      update_repeatable: failed && operation.type === 'update' ? outcome.updateRepeatable : undefined,
    },
    certain: asked === operation.id || (state === 'in progress' && asked === undefined),
    overdue: overdue === true,
  };
}
