/** `PUT /v2/service_instances/:instance_id/service_bindings/:binding_id` (BIND, ROT) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBindBody } from '../requests.js';
import { acceptsIncomplete, bindingAddress } from '../route-request.js';
import type { BindingRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

const STATUS = { created: 201, exists: 200 } as const;

export function bind(broker: ServiceBroker) {
  return async (request: FastifyRequest<BindingRoute>, reply: FastifyReply) => {
    const result = await broker.bind({
      ...bindingAddress(request),
      acceptsIncomplete: acceptsIncomplete(request.query),
      body: readBindBody(request.body),
    });
    // BIND-14: nothing of the binding in a 202
    if (result.outcome === 'accepted') return reply.code(202).send({ operation: result.operation });
    return reply.code(STATUS[result.outcome]).send(result.binding);
  };
}
