/** The mock's instances: provision, fetch, delete, poll. Updates are in `mock-updates.ts`. */
import { isDeepStrictEqual } from 'node:util';
import { checkMaintenanceInfo, findPlan } from '../osb/catalog-checks.js';
import { OsbError } from '../osb/errors.js';
import { validateParameters } from '../osb/parameter-schema.js';
import type { ProvisionBody } from '../osb/requests.js';
import type { InstanceResponse } from '../osb/responses.js';
import type { ProvisionRequest, ProvisionResult, ServiceBroker } from '../osb/service-broker.js';
import { busy, carryOut, deleteResource, pollResource, requireAsync } from './mock-answers.js';
import type { MockInstance, InstanceOrder } from './mock-resources.js';
import { updateInstance } from './mock-updates.js';
import type { MockWorld } from './mock-world.js';

type InstanceMethods = Pick<
  ServiceBroker,
  'provision' | 'fetchInstance' | 'update' | 'deprovision' | 'lastInstanceOperation'
>;

export function createInstanceMethods(world: MockWorld): InstanceMethods {
  const { instances } = world;
  return {
    provision: async (request) => ({ ...provision(world, request), dashboard_url: dashboardUrl(request.instanceId) }),
    fetchInstance: async ({ instanceId }) => fetchInstance(instances.get(instanceId), instanceId),
    update: async (request) => updateInstance(world, request),
    deprovision: async ({ instanceId, acceptsIncomplete, service_id }) => {
      requireAsync(world, acceptsIncomplete);
      const instance = instances.get(instanceId);
      if (instance && instance.order.service_id !== service_id) {
        throw new OsbError('BadRequest', 'service_id: the instance is of another service offering');
      }
      return deleteResource(world, 'deprovision', instance, () => instance?.bindings.clear());
    },
    lastInstanceOperation: async ({ instanceId, operation }) =>
      pollResource(world, instances.get(instanceId), operation),
  };
}

function provision(world: MockWorld, { instanceId, acceptsIncomplete, body }: ProvisionRequest): ProvisionResult {
  requireAsync(world, acceptsIncomplete);
  const order = orderOf(body);
  const former = world.instances.get(instanceId);
  const known = former && knownInstance(former, order);
  if (known) return known;
  const { plan } = findPlan(world.catalog, body.service_id, body.plan_id);
  checkMaintenanceInfo(plan, body.maintenance_info);
  validateParameters(plan.schemas?.service_instance?.create?.parameters, order.parameters);
  const maintenanceVersion = plan.maintenance_info?.version;
  const instance = newInstance(world, { ...order, maintenanceVersion });
  const operation = carryOut(world, 'provision', instance, order, () => {
    instance.presence = 'present';
  });
  world.instances.set(instanceId, instance);
  return operation === undefined ? { outcome: 'created' } : { outcome: 'accepted', operation };
}

/** What an id that is taken answers; undefined when it is free again, or its failed create may be tried again. */
function knownInstance({ operations, presence, deleted, order }: MockInstance, wanted: InstanceOrder) {
  const running = operations.running();
  if (deleted && !running) return undefined;
  if (running?.kind === 'delete') throw busy('instance');
  if (!isDeepStrictEqual({ ...order, maintenanceVersion: undefined }, wanted)) {
    throw new OsbError('Conflict', 'An instance with this id exists with other attributes');
  }
  if (running?.kind === 'create') return { outcome: 'accepted', operation: running.id } as const;
  return presence === 'present' ? ({ outcome: 'exists' } as const) : undefined;
}

function fetchInstance(instance: MockInstance | undefined, instanceId: string): InstanceResponse {
  const running = instance?.operations.running();
  if (!instance || instance.presence === 'absent') throw new OsbError('NotFound', 'There is no such instance');
  if (running) throw busy('instance');
  const { service_id, plan_id, parameters, maintenanceVersion: version } = instance.order;
  const maintenance_info = version === undefined ? undefined : { version };
  return { service_id, plan_id, parameters, dashboard_url: dashboardUrl(instanceId), maintenance_info };
}

function newInstance(world: MockWorld, order: InstanceOrder): MockInstance {
  return { presence: 'absent', deleted: false, order, operations: world.newOperations(), bindings: new Map() };
}

function orderOf(body: ProvisionBody): InstanceOrder {
  const { service_id, plan_id, organization_guid, space_guid, parameters = {} } = body;
  return { service_id, plan_id, organization_guid, space_guid, parameters, maintenanceVersion: undefined };
}

function dashboardUrl(instanceId: string): string {
  return `https://mock.example.com/instances/${encodeURIComponent(instanceId)}`;
}
