/** What importing a resource changes. */
import { dashboardUrl } from '../../broker/dashboard-url.js';
import type { DecisionContext } from '../../broker/decision-context.js';
import { BindingFile } from '../../repository/binding-file.js';
import { InstanceFile } from '../../repository/instance-file.js';
import type { JsonObject } from '../../osb/json-object.js';
import type { Operation } from '../../repository/operation-file.js';
import { bindingPath } from '../../repository/paths.js';
import { writeBinding, writeInstance } from '../../repository/record-changes.js';
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import { serviceDefinitionOf } from '../../repository/service-definition.js';
import { formatYaml } from '../../repository/yaml.js';
import type { Change, Decision, Snapshot } from '../../store/store.js';
import { answerNo } from '../refusal.js';
import { catalogFindings } from '../validation/catalog-findings.js';
import { changeNote } from './change-note.js';
import { knownRecord } from './known-record.js';

type Context = Pick<DecisionContext, 'now' | 'rules'>;

interface Values {
  readonly instanceId: string;
  readonly parameters: JsonObject;
  readonly context: JsonObject | undefined;
  readonly operationId: string;
}

export interface InstanceImport extends Values {
  readonly offering: string;
  readonly plan: string;
  readonly org?: string | undefined;
  readonly space?: string | undefined;
  readonly dashboardUrl?: string | undefined;
}

export interface BindingImport extends Values {
  readonly bindingId: string;
  readonly credentials?: JsonObject | undefined;
}

/** @throws Refusal when there is such a record already, or the catalog has no such plan */
export async function decideInstanceImport(
  snapshot: Snapshot,
  given: InstanceImport,
  context: Context,
): Promise<Decision<void>> {
  const view = openRepositoryView(snapshot, new RecordCache(1));
  if (await view.instance(given.instanceId)) throw answerNo(`there is a service instance ${given.instanceId} already`);
  const path = await view.instancePath(given.instanceId);
  if (path === undefined) throw answerNo('the id is empty or too long');
  const { offering, plan } = await findInCatalog(snapshot, given);
  const file = InstanceFile.parse({
    serviceInstanceId: given.instanceId,
    serviceDefinitionId: offering.id,
    planId: plan.id,
    serviceDefinition: serviceDefinitionOf(offering),
    parameters: given.parameters,
    context: given.context ?? null,
    organizationGuid: given.org,
    spaceGuid: given.space,
    maintenanceInfo: plan.maintenance_info && { version: plan.maintenance_info.version },
    // A platform is only told of a dashboard that came with the order (GETI-07).
    dashboardUrl: given.dashboardUrl ?? dashboardUrl(offering, plan, given.instanceId),
    operation: operationOf('provision', given, context),
  });
  return {
    result: undefined,
    changes: [...writeInstance(path, file), done(path, given)],
    note: changeNote('import', path, given.operationId),
  };
}

/** @throws Refusal when there is no such instance, or such a binding already */
export async function decideBindingImport(
  snapshot: Snapshot,
  given: BindingImport,
  context: Context,
): Promise<Decision<void>> {
  const { instanceId, bindingId, credentials } = given;
  const instance = await knownRecord(snapshot, { instanceId }, context);
  if (instance.phase !== 'ready') throw answerNo(`service instance ${instanceId} is not ready: ${instance.phase}`);
  const view = openRepositoryView(snapshot, new RecordCache(1));
  if (await view.binding(instanceId, bindingId)) throw answerNo(`there is a service binding ${bindingId} already`);
  const path = bindingPath(instance.record.path, bindingId);
  if (path === undefined) throw answerNo('the id of the binding is empty or too long');
  const file = BindingFile.parse({
    bindingId,
    serviceInstanceId: instanceId,
    serviceDefinitionId: instance.file.serviceDefinitionId,
    planId: instance.file.planId,
    parameters: given.parameters,
    context: given.context ?? instance.file.context,
    operation: operationOf('bind', given, context),
  });
  return {
    result: undefined,
    changes: [
      ...writeBinding(path, file),
      done(path, given),
      ...(credentials ? [yamlFile(path, 'credentials', credentials)] : []),
    ],
    note: changeNote('import', path, given.operationId),
  };
}

async function findInCatalog(snapshot: Snapshot, given: InstanceImport) {
  const { catalog } = await catalogFindings(snapshot);
  if (!catalog) throw answerNo('catalog.yml is missing or not valid: see gitbroker validate');
  const isMeant = (wanted: string) => (one: { readonly id: string; readonly name: string }) =>
    one.id === wanted || one.name === wanted;
  const offering = catalog.services.find(isMeant(given.offering));
  if (!offering) throw answerNo(`the catalog has no service offering ${given.offering}`);
  const plan = offering.plans.find(isMeant(given.plan));
  if (!plan) throw answerNo(`the service offering ${offering.name} has no plan ${given.plan}`);
  return { offering, plan };
}

function operationOf(type: Operation['type'], { operationId }: Values, { now }: Context): Operation {
  return { id: operationId, type, requestedAt: now.toISOString() };
}

function done(path: string, { operationId }: Values): Change {
  return yamlFile(path, 'status', { status: 'succeeded', description: 'imported', operation: operationId });
}

function yamlFile(path: string, name: 'status' | 'credentials', value: JsonObject): Change {
  return { path: `${path}/${name}.yml`, content: formatYaml(value) };
}
