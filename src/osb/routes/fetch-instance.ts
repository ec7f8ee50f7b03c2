/** `GET /v2/service_instances/:instance_id` (GETI) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fetchHints, instanceAddress } from '../route-request.js';
import type { InstanceRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

export function fetchInstance(broker: ServiceBroker) {
  return async (request: FastifyRequest<InstanceRoute>, reply: FastifyReply) =>
    reply.send(await broker.fetchInstance({ ...instanceAddress(request), ...fetchHints(request.query) }));
}
