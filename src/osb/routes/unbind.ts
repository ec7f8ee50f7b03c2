/** `DELETE /v2/service_instances/:instance_id/service_bindings/:binding_id` (UNB) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptsIncomplete, bindingAddress, deleteIds } from '../route-request.js';
import type { BindingRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

const STATUS = { deleted: 200, accepted: 202 } as const;

export function unbind(broker: ServiceBroker) {
  return async (request: FastifyRequest<BindingRoute>, reply: FastifyReply) => {
    const { outcome, ...body } = await broker.unbind({
      ...bindingAddress(request),
      acceptsIncomplete: acceptsIncomplete(request.query),
      ...deleteIds(request.query),
    });
    return reply.code(STATUS[outcome]).send(body);
  };
}
