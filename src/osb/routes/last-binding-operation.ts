/** `GET /v2/service_instances/:instance_id/service_bindings/:binding_id/last_operation` (BLOP) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setRetryAfter } from '../error-answer.js';
import { bindingAddress, operationHints } from '../route-request.js';
import type { BindingRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

export function lastBindingOperation(broker: ServiceBroker) {
  return async (request: FastifyRequest<BindingRoute>, reply: FastifyReply) => {
    const hints = operationHints(request.query);
    const operation = await broker.lastBindingOperation({ ...bindingAddress(request), ...hints });
    setRetryAfter(reply, operation.retryAfterSeconds);
    // BLOP-03: no failure flags here
    return reply.send({ state: operation.state, description: operation.description || undefined });
  };
}
