/** `DELETE …/service_bindings/:binding_id`, decided on one snapshot. */
import { OsbError } from '../osb/errors.js';
import type { DeleteResult, UnbindRequest } from '../osb/service-broker.js';
import { resetStatus, writeBinding } from '../repository/record-changes.js';
import type { RepositoryView } from '../repository/repository-view.js';
import type { Decision } from '../store/store.js';
import { commitNote } from './commit-message.js';
import type { DecisionContext } from './decision-context.js';
import { answerOnly, changing, identityOf } from './decisions.js';
import { knownBinding } from './known-binding.js';
import { knownInstance } from './known-instance.js';
import { nextOperation } from './next-operation.js';

export async function decideUnbind(
  view: RepositoryView,
  request: UnbindRequest,
  context: DecisionContext,
): Promise<Decision<DeleteResult>> {
  const instance = await knownInstance(view, request.instanceId, context);
  const known = instance && (await knownBinding(view, instance, request.bindingId, context));
  if (!known || known.phase === 'gone') throw new OsbError('Gone', 'The service binding does not exist.');
  if (request.service_id !== known.file.serviceDefinitionId) {
    throw new OsbError('BadRequest', 'service_id is not that of the service binding.');
  }
  if (known.phase === 'unbinding') return answerOnly({ outcome: 'accepted', operation: known.operation.id });

  const file = {
    ...known.file,
    originatingIdentity: identityOf(request.originatingIdentity),
    deleted: true,
    operation: nextOperation('unbind', context, request.requestIdentity, known),
  };
  return changing(
    { outcome: 'accepted', operation: context.operationId },
    [...writeBinding(known.record.path, file), ...resetStatus(known.record.path, context.operationId)],
    commitNote('unbind', request.bindingId, context.operationId),
  );
}
