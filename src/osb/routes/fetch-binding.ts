/** `GET /v2/service_instances/:instance_id/service_bindings/:binding_id` (GETB) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bindingAddress, fetchHints } from '../route-request.js';
import type { BindingRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

export function fetchBinding(broker: ServiceBroker) {
  return async (request: FastifyRequest<BindingRoute>, reply: FastifyReply) =>
    reply.send(await broker.fetchBinding({ ...bindingAddress(request), ...fetchHints(request.query) }));
}
