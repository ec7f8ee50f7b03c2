/** `PATCH /v2/service_instances/:instance_id`, decided on one snapshot. */
import { checkMaintenanceInfo, findPlan, isPlanUpdateable } from '../osb/catalog-checks.js';
import type { Plan, ServiceOffering } from '../osb/catalog.js';
import { OsbError } from '../osb/errors.js';
import { validateParameters } from '../osb/parameter-schema.js';
import type { UpdateBody } from '../osb/requests.js';
import { sameJson } from '../osb/same-json.js';
import type { UpdateRequest, UpdateResult } from '../osb/service-broker.js';
import type { InstanceFile } from '../repository/instance-file.js';
import { resetStatus, writeInstance } from '../repository/record-changes.js';
import type { RepositoryView } from '../repository/repository-view.js';
import { serviceDefinitionOf } from '../repository/service-definition.js';
import type { Decision } from '../store/store.js';
import { commitNote } from './commit-message.js';
import { dashboardUrl } from './dashboard-url.js';
import type { DecisionContext } from './decision-context.js';
import { answerOnly, changing, identityOf, instanceNotFound } from './decisions.js';
import { knownInstance, valuesInForce, valuesOf } from './known-instance.js';
import type { InstanceValues, KnownInstance } from './known-instance.js';
import { nextOperation } from './next-operation.js';

interface CatalogChoice {
  readonly offering: ServiceOffering;
  readonly plan: Plan;
}

export async function decideUpdate(
  view: RepositoryView,
  request: UpdateRequest,
  context: DecisionContext,
): Promise<Decision<UpdateResult>> {
  const { body } = request;
  const known = await knownInstance(view, request.instanceId, context);
  if (!known || known.phase === 'gone' || known.phase === 'provision failed') throw instanceNotFound();
  if (known.phase === 'updating') return answerOnly(answerForRunning(known, body));
  if (known.phase !== 'ready' && known.phase !== 'deprovision failed') {
    throw new OsbError(
      'ConcurrencyError',
      `The service instance is being ${known.phase === 'provisioning' ? 'created' : 'deleted'}.`,
    );
  }

  const before = valuesInForce(known);
  const catalog = await context.catalogAt(view.snapshot);
  if (body.service_id !== known.file.serviceDefinitionId) {
    throw new OsbError('BadRequest', 'service_id is not that of the service instance.');
  }
  const choice = findPlan(catalog, body.service_id, body.plan_id ?? before.planId);
  checkMaintenanceInfo(choice.plan, body.maintenance_info);
  checkPlanChange(before, choice);
  if (body.parameters) {
    validateParameters(choice.plan.schemas?.service_instance?.update?.parameters, body.parameters);
  }

  const after = valuesAfter(before, body, choice);
  if (known.outcome.state === 'succeeded' && isNoChange(before, after, body, choice))
    return answerOnly({ outcome: 'updated' });
  return acceptUpdate(request, context, known, { before, after, choice });
}

/** The running update, when this request would have the same effect. */
function answerForRunning(known: KnownInstance, body: UpdateBody): UpdateResult {
  const target = valuesOf(known.file);
  const wanted = applied(valuesInForce(known), body);
  const same =
    body.service_id === known.file.serviceDefinitionId &&
    wanted.planId === target.planId &&
    sameJson(wanted.parameters, target.parameters) &&
    (body.maintenance_info === undefined || body.maintenance_info.version === target.maintenanceInfo?.version) &&
    (body.context === undefined || sameJson(body.context, target.context));
  if (!same) throw new OsbError('ConcurrencyError', 'Another update of the service instance is running.');
  return { outcome: 'accepted', operation: known.operation.id };
}

function checkPlanChange(before: InstanceValues, { offering, plan }: CatalogChoice): void {
  if (plan.id === before.planId) return;
  // The plan in force may have left the catalog: then only its offering can say (UPD-22).
  const inForce = offering.plans.find(({ id }) => id === before.planId);
  if (inForce ? isPlanUpdateable(offering, inForce) : offering.plan_updateable === true) return;
  throw new OsbError('PlanChangeNotSupported', 'The plan of this service instance cannot be changed.', {
    updateRepeatable: false,
  });
}

/** Parameters are merged key by key at the top level; a key sent as null is removed. */
function applied(before: InstanceValues, body: UpdateBody): InstanceValues {
  const merged = Object.entries({ ...before.parameters, ...body.parameters }).filter(([, value]) => value !== null);
  return {
    planId: body.plan_id ?? before.planId,
    parameters: body.parameters ? Object.fromEntries(merged) : before.parameters,
    maintenanceInfo: body.maintenance_info ?? before.maintenanceInfo,
    context: body.context ?? before.context,
  };
}

/** A new plan brings its own maintenance version with it. */
function valuesAfter(before: InstanceValues, body: UpdateBody, { plan }: CatalogChoice): InstanceValues {
  const after = applied(before, body);
  if (plan.id === before.planId) return after;
  return { ...after, maintenanceInfo: plan.maintenance_info && { version: plan.maintenance_info.version } };
}

/** @throws OsbError when only the context differs and the offering does not take such updates */
function isNoChange(
  before: InstanceValues,
  after: InstanceValues,
  body: UpdateBody,
  { offering }: CatalogChoice,
): boolean {
  const sameValues =
    before.planId === after.planId &&
    sameJson(before.parameters, after.parameters) &&
    before.maintenanceInfo?.version === after.maintenanceInfo?.version;
  if (!sameValues) return false;
  if (sameJson(before.context, after.context)) return true;
  if (offering.allow_context_updates === true) return false;
  const contextOnly = body.plan_id === undefined && !body.parameters && !body.maintenance_info;
  if (!contextOnly) return true;
  throw new OsbError('UpdateNotSupported', 'This service offering does not support updates of the context alone.', {
    updateRepeatable: false,
  });
}

function acceptUpdate(
  { instanceId, originatingIdentity, requestIdentity }: UpdateRequest,
  context: DecisionContext,
  known: KnownInstance,
  {
    before,
    after,
    choice: { offering, plan },
  }: { before: InstanceValues; after: InstanceValues; choice: CatalogChoice },
): Decision<UpdateResult> {
  const url = dashboardUrl(offering, plan, instanceId) ?? known.file.dashboardUrl;
  const file: InstanceFile = {
    ...known.file,
    ...after,
    serviceDefinition: serviceDefinitionOf(offering),
    originatingIdentity: identityOf(originatingIdentity),
    asyncAccepted: true,
    deleted: false,
    dashboardUrl: url,
    operation: { ...nextOperation('update', context, requestIdentity, known), previous: before },
  };
  return changing(
    {
      outcome: 'accepted',
      operation: context.operationId,
      dashboard_url: url === known.file.dashboardUrl ? undefined : url,
    },
    [...writeInstance(known.record.path, file), ...resetStatus(known.record.path, context.operationId)],
    commitNote('update', instanceId, context.operationId),
  );
}
