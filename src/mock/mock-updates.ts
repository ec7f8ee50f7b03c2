/** The mock's updates: plan, parameters (merged key by key), maintenance, context. */
import { isDeepStrictEqual } from 'node:util';
import { checkMaintenanceInfo, findPlan, isPlanUpdateable } from '../osb/catalog-checks.js';
import { OsbError } from '../osb/errors.js';
import { validateParameters } from '../osb/parameter-schema.js';
import type { UpdateRequest, UpdateResult } from '../osb/service-broker.js';
import { busy, carryOut, repeated, requireAsync } from './mock-answers.js';
import type { InstanceOrder, MockInstance } from './mock-resources.js';
import type { MockWorld } from './mock-world.js';

export function updateInstance(world: MockWorld, { instanceId, acceptsIncomplete, body }: UpdateRequest): UpdateResult {
  requireAsync(world, acceptsIncomplete);
  const instance = world.instances.get(instanceId);
  if (!instance) throw new OsbError('NotFound', 'There is no such instance');
  const repeat = repeated(instance, 'update', body);
  if (repeat !== undefined) return { outcome: 'accepted', operation: repeat };
  if (instance.operations.running()) throw busy('instance');
  if (instance.presence === 'absent') throw new OsbError('NotFound', 'There is no such instance');

  const order = updatedOrder(world, instance, body);
  if (isDeepStrictEqual(order, instance.order)) return { outcome: 'updated' };
  const operation = carryOut(world, 'update', instance, body, () => {
    instance.order = order;
  });
  return operation === undefined ? { outcome: 'updated' } : { outcome: 'accepted', operation };
}

function updatedOrder({ catalog }: MockWorld, { order }: MockInstance, body: UpdateRequest['body']): InstanceOrder {
  if (body.service_id !== order.service_id) {
    throw new OsbError('BadRequest', 'service_id: the service offering of an instance cannot be changed');
  }
  const plan_id = body.plan_id ?? order.plan_id;
  const { plan } = findPlan(catalog, order.service_id, plan_id);
  if (plan_id !== order.plan_id) requirePlanUpdateable(findPlan(catalog, order.service_id, order.plan_id));
  checkMaintenanceInfo(plan, body.maintenance_info);
  validateParameters(plan.schemas?.service_instance?.update?.parameters, body.parameters ?? {});
  const changesVersion = body.maintenance_info !== undefined || plan_id !== order.plan_id;
  return {
    ...order,
    plan_id,
    parameters: { ...order.parameters, ...body.parameters },
    maintenanceVersion: changesVersion ? plan.maintenance_info?.version : order.maintenanceVersion,
  };
}

function requirePlanUpdateable({ offering, plan }: ReturnType<typeof findPlan>): void {
  if (isPlanUpdateable(offering, plan)) return;
  throw new OsbError('PlanChangeNotSupported', `Instances of the plan "${plan.name}" cannot change their plan`, {
    updateRepeatable: false,
  });
}
