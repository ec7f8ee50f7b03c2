/** `DELETE /v2/service_instances/:instance_id`, decided on one snapshot. */
import { OsbError } from '../osb/errors.js';
import type { DeleteResult, DeprovisionRequest } from '../osb/service-broker.js';
import type { InstanceFile } from '../repository/instance-file.js';
import { resetStatus, writeBinding, writeInstance } from '../repository/record-changes.js';
import type { RepositoryView } from '../repository/repository-view.js';
import type { Change, Decision } from '../store/store.js';
import { commitNote } from './commit-message.js';
import type { DecisionContext } from './decision-context.js';
import { answerOnly, changing, identityOf } from './decisions.js';
import { interpretBinding } from './known-binding.js';
import { knownInstance, valuesInForce } from './known-instance.js';
import type { KnownInstance } from './known-instance.js';
import { nextOperation } from './next-operation.js';

export async function decideDeprovision(
  view: RepositoryView,
  request: DeprovisionRequest,
  context: DecisionContext,
): Promise<Decision<DeleteResult>> {
  const known = await knownInstance(view, request.instanceId, context);
  if (!known || known.phase === 'gone') throw new OsbError('Gone', 'The service instance does not exist.');
  if (request.service_id !== known.file.serviceDefinitionId) {
    throw new OsbError('BadRequest', 'service_id is not that of the service instance.');
  }
  if (known.phase === 'deprovisioning') return answerOnly({ outcome: 'accepted', operation: known.operation.id });

  const file: InstanceFile = {
    ...known.file,
    ...valuesInForce(known),
    originatingIdentity: identityOf(request.originatingIdentity),
    asyncAccepted: true,
    deleted: true,
    operation: nextOperation('deprovision', context, request.requestIdentity, known),
  };
  return changing(
    { outcome: 'accepted', operation: context.operationId },
    [
      ...writeInstance(known.record.path, file),
      ...resetStatus(known.record.path, context.operationId),
      ...(await unbindRemaining(view, known, context)),
    ],
    commitNote('deprovision', request.instanceId, context.operationId),
  );
}

/**
 * Bindings that are left go with their instance. One that cannot be read is left to the pipeline: it must not keep
 * the instance from being deleted.
 */
async function unbindRemaining(
  view: RepositoryView,
  instance: KnownInstance,
  context: DecisionContext,
): Promise<Change[]> {
  const changes: Change[] = [];
  let number = 0;
  for (const bindingId of await view.bindingIds(instance.file.serviceInstanceId)) {
    const record = await view.binding(instance.file.serviceInstanceId, bindingId);
    if (record?.binding.kind !== 'valid') continue;
    const known = interpretBinding(record, instance, context);
    if (!known || known.phase === 'gone' || known.phase === 'unbinding') continue;
    number += 1;
    const operationId = `${context.operationId}-${number}`;
    const operation = nextOperation('unbind', { ...context, operationId }, undefined, known);
    changes.push(
      ...writeBinding(record.path, { ...known.file, deleted: true, operation }),
      ...resetStatus(record.path, operationId),
    );
  }
  return changes;
}
