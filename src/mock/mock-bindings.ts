/** The mock's bindings: bind, rotate, fetch, unbind, poll. */
import { isDeepStrictEqual } from 'node:util';
import { findPlan, isBindable } from '../osb/catalog-checks.js';
import { OsbError } from '../osb/errors.js';
import { validateParameters } from '../osb/parameter-schema.js';
import type { BindBody } from '../osb/requests.js';
import type { BindingResponse } from '../osb/responses.js';
import type { BindRequest, BindResult, ServiceBroker } from '../osb/service-broker.js';
import { busy, carryOut, deleteResource, pollResource, requireAsync } from './mock-answers.js';
import type { BindingOrder, MockInstance, MockResource } from './mock-resources.js';
import type { MockWorld } from './mock-world.js';

type BindingMethods = Pick<ServiceBroker, 'bind' | 'fetchBinding' | 'unbind' | 'lastBindingOperation'>;
type MockBinding = MockResource<BindingOrder>;

export function createBindingMethods(world: MockWorld): BindingMethods {
  const find = ({ instanceId, bindingId }: { instanceId: string; bindingId: string }) =>
    world.instances.get(instanceId)?.bindings.get(bindingId);
  return {
    bind: async (request) => bind(world, request),
    fetchBinding: async (request) => {
      const binding = find(request);
      const running = binding?.operations.running();
      if (!binding || binding.presence === 'absent' || running) {
        throw new OsbError('NotFound', 'There is no such binding');
      }
      return responseOf(request, binding);
    },
    unbind: async (request) => {
      requireAsync(world, request.acceptsIncomplete);
      return deleteResource(world, 'unbind', find(request), () => undefined);
    },
    lastBindingOperation: async (request) => pollResource(world, find(request), request.operation),
  };
}

function bind(world: MockWorld, request: BindRequest): BindResult {
  const { instanceId, bindingId, acceptsIncomplete, body } = request;
  requireAsync(world, acceptsIncomplete);
  const instance = world.instances.get(instanceId);
  const busyWith = instance?.operations.running();
  if (busyWith) throw busy('instance');
  if (!instance || instance.presence === 'absent') throw new OsbError('NotFound', 'There is no such instance');
  const order = orderOf(instance, body);
  const former = instance.bindings.get(bindingId);
  const known = former && knownBinding(request, former, order);
  if (known) return known;
  checkOrder(world, instance, order);

  const operations = world.newOperations();
  const binding: MockBinding = { presence: 'absent', deleted: false, order, operations };
  const operation = carryOut(world, 'bind', binding, order, () => {
    binding.presence = 'present';
  });
  instance.bindings.set(bindingId, binding);
  if (operation !== undefined) return { outcome: 'accepted', operation };
  return { outcome: 'created', binding: responseOf(request, binding) };
}

function knownBinding(request: BindRequest, binding: MockBinding, order: BindingOrder): BindResult | undefined {
  const running = binding.operations.running();
  if (binding.deleted && !running) return undefined;
  if (running?.kind === 'delete') throw busy('binding');
  if (!isDeepStrictEqual(binding.order, order)) {
    throw new OsbError('Conflict', 'A binding with this id exists with other attributes');
  }
  if (running) return { outcome: 'accepted', operation: running.id };
  return binding.presence === 'present' ? { outcome: 'exists', binding: responseOf(request, binding) } : undefined;
}

function checkOrder(world: MockWorld, instance: MockInstance, order: BindingOrder): void {
  const { offering, plan } = findPlan(world.catalog, order.service_id, order.plan_id);
  const { service_id, plan_id } = instance.order;
  if (order.service_id !== service_id || order.plan_id !== plan_id) {
    throw new OsbError('BadRequest', 'service_id, plan_id: they are not those of the instance');
  }
  if (!isBindable(offering, plan)) throw new OsbError('BadRequest', `The plan "${plan.name}" is not bindable`);
  if (order.predecessor_binding_id !== undefined && !plan.binding_rotatable) {
    throw new OsbError('BadRequest', `Bindings of the plan "${plan.name}" cannot be rotated`);
  }
  validateParameters(plan.schemas?.service_binding?.create?.parameters, order.parameters);
}

/** A rotation takes from its predecessor what it does not say itself (ROT-03). */
function orderOf({ order: { service_id, plan_id }, bindings }: MockInstance, body: BindBody): BindingOrder {
  const predecessor = body.predecessor_binding_id === undefined ? undefined : bindings.get(body.predecessor_binding_id);
  if (body.predecessor_binding_id !== undefined && predecessor?.presence !== 'present') {
    throw new OsbError('BadRequest', 'predecessor_binding_id: the instance has no such binding');
  }
  return {
    service_id: body.service_id ?? service_id,
    plan_id: body.plan_id ?? plan_id,
    parameters: body.parameters ?? predecessor?.order.parameters ?? {},
    bind_resource: body.bind_resource ?? predecessor?.order.bind_resource,
    app_guid: body.app_guid ?? predecessor?.order.app_guid,
    predecessor_binding_id: body.predecessor_binding_id,
  };
}

function responseOf(ids: { instanceId: string; bindingId: string }, { order }: MockBinding): BindingResponse {
  return {
    credentials: {
      uri: `mock://${encodeURIComponent(ids.bindingId)}:secret@mock.example.com/${encodeURIComponent(ids.instanceId)}`,
      username: ids.bindingId,
      password: 'secret',
    },
    parameters: order.parameters,
  };
}
