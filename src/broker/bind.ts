/** `PUT …/service_bindings/:binding_id`, rotation included, decided on one snapshot. */
import { bindResourceOf } from '../osb/bind-resource.js';
import { findPlan, isBindable } from '../osb/catalog-checks.js';
import type { Plan, ServiceOffering } from '../osb/catalog.js';
import { OsbError } from '../osb/errors.js';
import { validateParameters } from '../osb/parameter-schema.js';
import type { BindRequest, BindResult } from '../osb/service-broker.js';
import type { BindingFile } from '../repository/binding-file.js';
import { bindingPath } from '../repository/paths.js';
import { forgetOutcome, startNewLife, writeBinding } from '../repository/record-changes.js';
import type { RepositoryView } from '../repository/repository-view.js';
import type { Decision } from '../store/store.js';
import { bindingInformation } from './binding-information.js';
import { commitNote } from './commit-message.js';
import type { DecisionContext } from './decision-context.js';
import { answerOnly, changing, identityOf, instanceNotFound, tooLongId } from './decisions.js';
import { knownBinding } from './known-binding.js';
import type { KnownBinding } from './known-binding.js';
import { knownInstance, valuesInForce } from './known-instance.js';
import type { KnownInstance } from './known-instance.js';
import { nextOperation } from './next-operation.js';
import { predecessorOf } from './rotation.js';
import { sameBinding } from './same-request.js';
import type { BindingValues } from './same-request.js';

export async function decideBind(
  view: RepositoryView,
  request: BindRequest,
  context: DecisionContext,
): Promise<Decision<BindResult>> {
  const { instanceId, bindingId } = request;
  const instance = await knownInstance(view, instanceId, context);
  if (!instance || instance.phase === 'gone' || instance.phase === 'provision failed') throw instanceNotFound();
  const path = bindingPath(instance.record.path, bindingId);
  if (path === undefined) throw tooLongId('binding');
  const known = await knownBinding(view, instance, bindingId, context);
  const answer = known && answerForExisting(known, request);
  if (answer) return answerOnly(answer);
  checkInstanceIsIdle(instance);

  const values = await valuesFor(view, request, instance, context);
  const { offering, plan } = findPlan(await context.catalogAt(view.snapshot), values.serviceId, values.planId);
  checkBindable(values, instance, { offering, plan });
  validateParameters(plan.schemas?.service_binding?.create?.parameters, values.parameters);

  const attempt = known?.phase === 'gone' ? undefined : known;
  const clearing = attempt ? forgetOutcome(path) : startNewLife(path);
  return changing(
    { outcome: 'accepted', operation: context.operationId },
    [...clearing, ...writeBinding(path, orderedBinding(request, context, values, known))],
    commitNote('bind', bindingId, context.operationId),
  );
}

/** undefined when the request starts a new operation: nothing is there, or an attempt to create or delete it failed. */
function answerForExisting(
  { phase, file, operation, record }: KnownBinding,
  { body }: BindRequest,
): BindResult | undefined {
  if (phase === 'gone') return undefined;
  if (phase === 'unbinding') throw new OsbError('ConcurrencyError', 'The service binding is being deleted.');
  if (!sameBinding(body, file))
    throw new OsbError('Conflict', 'A service binding with this id and other attributes exists.');
  if (phase === 'binding') return { outcome: 'accepted', operation: operation.id };
  return phase === 'ready' ? { outcome: 'exists', binding: bindingInformation(record) } : undefined;
}

const BUSY: Partial<Record<KnownInstance['phase'], string>> = {
  provisioning: 'created',
  updating: 'updated',
  deprovisioning: 'deleted',
};

function checkInstanceIsIdle({ phase }: KnownInstance): void {
  const doing = BUSY[phase];
  if (doing) throw new OsbError('ConcurrencyError', `The service instance is being ${doing}.`);
}

/** A rotation takes what it does not say from its predecessor (ROT-03). */
async function valuesFor(
  view: RepositoryView,
  { body }: BindRequest,
  instance: KnownInstance,
  context: DecisionContext,
): Promise<BindingValues> {
  const predecessor =
    body.predecessor_binding_id === undefined
      ? undefined
      : await predecessorOf(view, instance, body.predecessor_binding_id, context);
  return {
    serviceId: body.service_id ?? instance.file.serviceDefinitionId,
    planId: body.plan_id ?? valuesInForce(instance).planId,
    parameters: body.parameters ?? predecessor?.parameters ?? {},
    bindResource: bindResourceOf(body) ?? predecessor?.bindResource,
    predecessorBindingId: body.predecessor_binding_id,
  };
}

function checkBindable(
  values: BindingValues,
  instance: KnownInstance,
  { offering, plan }: { offering: ServiceOffering; plan: Plan },
): void {
  if (values.serviceId !== instance.file.serviceDefinitionId || values.planId !== valuesInForce(instance).planId) {
    throw new OsbError('BadRequest', 'service_id and plan_id must be those of the service instance.');
  }
  if (!isBindable(offering, plan))
    throw new OsbError('BadRequest', 'The plan of this service instance is not bindable.');
  if (values.predecessorBindingId !== undefined && plan.binding_rotatable !== true) {
    throw new OsbError('BadRequest', 'Bindings of this plan cannot be rotated.');
  }
  if (offering.metadata?.['requiresApp'] === true && values.bindResource?.['app_guid'] === undefined) {
    throw new OsbError(
      'RequiresApp',
      'This service supports generation of credentials through binding an application only.',
    );
  }
}

function orderedBinding(
  { instanceId, bindingId, body, originatingIdentity, requestIdentity }: BindRequest,
  context: DecisionContext,
  values: BindingValues,
  known: KnownBinding | undefined,
): BindingFile {
  return {
    bindingId,
    serviceInstanceId: instanceId,
    serviceDefinitionId: values.serviceId,
    planId: values.planId,
    originatingIdentity: identityOf(originatingIdentity),
    parameters: values.parameters,
    bindResource: values.bindResource,
    context: body.context ?? null,
    deleted: false,
    predecessorBindingId: values.predecessorBindingId,
    operation: nextOperation('bind', context, requestIdentity, known, { newLife: known?.phase === 'gone' }),
  };
}
