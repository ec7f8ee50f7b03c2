/** Fetches of instances and bindings, answered from one snapshot. */
import { OsbError } from '../osb/errors.js';
import type { BindingResponse, InstanceResponse } from '../osb/responses.js';
import type { FetchBindingRequest, FetchInstanceRequest } from '../osb/service-broker.js';
import type { RepositoryView } from '../repository/repository-view.js';
import { bindingInformation, bindingProblem } from './binding-information.js';
import type { DecisionContext } from './decision-context.js';
import { bindingNotFound, instanceNotFound } from './decisions.js';
import { knownBinding } from './known-binding.js';
import { knownInstance, unreadable, valuesInForce } from './known-instance.js';
import type { KnownInstance } from './known-instance.js';
import type { Looked } from './reads.js';

export async function lookUpInstance(
  view: RepositoryView,
  { instanceId }: FetchInstanceRequest,
  context: DecisionContext,
): Promise<Looked<InstanceResponse>> {
  const known = await knownInstance(view, instanceId, context);
  if (!known || !(await isRetrievable(view, known, 'instances_retrievable', context))) throw instanceNotFound();
  const { phase, file, record } = known;
  if (phase === 'gone' || phase === 'provisioning' || phase === 'provision failed') throw instanceNotFound();
  if (phase === 'updating' || phase === 'deprovisioning') {
    throw new OsbError(
      'ConcurrencyError',
      `The service instance is being ${phase === 'updating' ? 'updated' : 'deleted'}.`,
    );
  }
  if (record.response.kind === 'unreadable') throw unreadable(record.response.problem);
  const response = record.response.kind === 'valid' ? record.response.value : undefined;
  const { planId, parameters, maintenanceInfo } = valuesInForce(known);
  return {
    answer: {
      service_id: file.serviceDefinitionId,
      plan_id: planId,
      // Only an instance that was given a dashboard when it was ordered may have one (GETI-07).
      dashboard_url: file.dashboardUrl && (response?.dashboard_url ?? file.dashboardUrl),
      parameters,
      maintenance_info: maintenanceInfo && { version: maintenanceInfo.version },
      metadata: response?.metadata,
    },
    certain: true,
  };
}

export async function lookUpBinding(
  view: RepositoryView,
  { instanceId, bindingId }: FetchBindingRequest,
  context: DecisionContext,
): Promise<Looked<BindingResponse>> {
  const instance = await knownInstance(view, instanceId, context);
  if (!instance || !(await isRetrievable(view, instance, 'bindings_retrievable', context))) throw bindingNotFound();
  const known = await knownBinding(view, instance, bindingId, context);
  if (!known) throw bindingNotFound();
  const { phase, record } = known;
  // After a failed unbind the credentials may still stand.
  const stillThere = phase === 'unbind failed' && record.credentials.kind !== 'absent';
  if (phase !== 'ready' && !stillThere) throw bindingNotFound();
  const problem = bindingProblem(record, instance);
  if (problem) throw unreadable(problem);
  return { answer: bindingInformation(record), certain: true };
}

/** What left the catalog stays fetchable from its record, and so does everything while there is no valid catalog. */
async function isRetrievable(
  view: RepositoryView,
  { file }: KnownInstance,
  flag: 'instances_retrievable' | 'bindings_retrievable',
  context: DecisionContext,
): Promise<boolean> {
  const catalog = await context.catalogAt(view.snapshot).catch(ignoreUnavailable);
  return catalog?.services.find(({ id }) => id === file.serviceDefinitionId)?.[flag] !== false;
}

function ignoreUnavailable(error: unknown): undefined {
  if (error instanceof OsbError && error.code === 'Unavailable') return undefined;
  throw error;
}
