/** `GET /v2/service_instances/:instance_id/last_operation` (LOP) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setRetryAfter } from '../error-answer.js';
import { instanceAddress, operationHints } from '../route-request.js';
import type { InstanceRoute } from '../route-request.js';
import type { LastOperation, ServiceBroker } from '../service-broker.js';

export function lastInstanceOperation(broker: ServiceBroker) {
  return async (request: FastifyRequest<InstanceRoute>, reply: FastifyReply) => {
    const hints = operationHints(request.query);
    const operation = await broker.lastInstanceOperation({ ...instanceAddress(request), ...hints });
    setRetryAfter(reply, operation.retryAfterSeconds);
    return reply.send(bodyOf(operation));
  };
}

function bodyOf({ state, description, instance_usable, update_repeatable }: LastOperation) {
  const told = { state, description: description || undefined }; // LOP-03: rather none than an empty one
  return state === 'failed' ? { ...told, instance_usable, update_repeatable } : told;
}
