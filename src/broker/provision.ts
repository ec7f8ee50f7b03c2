/** `PUT /v2/service_instances/:instance_id`, decided on one snapshot. */
import { checkMaintenanceInfo, findPlan } from '../osb/catalog-checks.js';
import type { Plan, ServiceOffering } from '../osb/catalog.js';
import { OsbError } from '../osb/errors.js';
import { validateParameters } from '../osb/parameter-schema.js';
import type { ProvisionRequest, ProvisionResult } from '../osb/service-broker.js';
import type { InstanceFile } from '../repository/instance-file.js';
import { forgetOutcome, startNewLife, writeInstance } from '../repository/record-changes.js';
import type { RepositoryView } from '../repository/repository-view.js';
import { serviceDefinitionOf } from '../repository/service-definition.js';
import type { Decision } from '../store/store.js';
import { commitNote } from './commit-message.js';
import { dashboardUrl } from './dashboard-url.js';
import type { DecisionContext } from './decision-context.js';
import { answerOnly, changing, identityOf, tooLongId } from './decisions.js';
import { knownInstance, valuesInForce, valuesOf } from './known-instance.js';
import type { KnownInstance } from './known-instance.js';
import { nextOperation } from './next-operation.js';
import { sameProvision } from './same-request.js';

export async function decideProvision(
  view: RepositoryView,
  request: ProvisionRequest,
  context: DecisionContext,
): Promise<Decision<ProvisionResult>> {
  const { instanceId, body } = request;
  const path = await view.instancePath(instanceId);
  if (path === undefined) throw tooLongId('instance');
  const known = await knownInstance(view, instanceId, context);
  const answer = known && answerForExisting(known, request);
  if (answer) return answerOnly(answer);

  const { offering, plan } = findPlan(await context.catalogAt(view.snapshot), body.service_id, body.plan_id);
  checkMaintenanceInfo(plan, body.maintenance_info);
  validateParameters(plan.schemas?.service_instance?.create?.parameters, body.parameters ?? {});

  const attempt = known?.phase === 'gone' ? undefined : known;
  const file = orderedInstance(request, context, { offering, plan }, known);
  const clearing = attempt ? forgetOutcome(path) : startNewLife(path);
  return changing(
    { outcome: 'accepted', operation: context.operationId, dashboard_url: file.dashboardUrl },
    [...clearing, ...writeInstance(path, file)],
    commitNote('provision', instanceId, context.operationId),
  );
}

/** undefined when the request starts a new operation: nothing is there, or an attempt to create or delete it failed. */
function answerForExisting(known: KnownInstance, { body }: ProvisionRequest): ProvisionResult | undefined {
  const { phase, file, operation } = known;
  if (phase === 'gone') return undefined;
  if (phase === 'deprovisioning') throw new OsbError('ConcurrencyError', 'The service instance is being deleted.');
  const same = sameProvision(body, file, valuesInForce(known));
  if (phase === 'updating' && (same || sameProvision(body, file, valuesOf(file)))) {
    throw new OsbError('ConcurrencyError', 'The service instance is being updated.');
  }
  if (!same) throw new OsbError('Conflict', 'A service instance with this id and other attributes exists.');
  if (phase === 'provision failed' || phase === 'deprovision failed') return undefined;
  const details = { dashboard_url: file.dashboardUrl };
  return phase === 'provisioning'
    ? { outcome: 'accepted', operation: operation.id, ...details }
    : { outcome: 'exists', ...details, metadata: metadataOf(known) };
}

function metadataOf({ record }: KnownInstance) {
  return record.response.kind === 'valid' ? record.response.value.metadata : undefined;
}

function orderedInstance(
  { instanceId, body, originatingIdentity, requestIdentity }: ProvisionRequest,
  context: DecisionContext,
  { offering, plan }: { offering: ServiceOffering; plan: Plan },
  known: KnownInstance | undefined,
): InstanceFile {
  return {
    serviceInstanceId: instanceId,
    serviceDefinitionId: body.service_id,
    planId: body.plan_id,
    serviceDefinition: serviceDefinitionOf(offering),
    originatingIdentity: identityOf(originatingIdentity),
    asyncAccepted: true,
    parameters: body.parameters ?? {},
    context: body.context ?? null,
    deleted: false,
    organizationGuid: body.organization_guid,
    spaceGuid: body.space_guid,
    maintenanceInfo: plan.maintenance_info && { version: plan.maintenance_info.version },
    dashboardUrl: dashboardUrl(offering, plan, instanceId),
    operation: nextOperation('provision', context, requestIdentity, known, { newLife: known?.phase === 'gone' }),
  };
}
