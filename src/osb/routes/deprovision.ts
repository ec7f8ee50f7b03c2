/** `DELETE /v2/service_instances/:instance_id` (DEP) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptsIncomplete, deleteIds, instanceAddress } from '../route-request.js';
import type { InstanceRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

const STATUS = { deleted: 200, accepted: 202 } as const;

export function deprovision(broker: ServiceBroker) {
  return async (request: FastifyRequest<InstanceRoute>, reply: FastifyReply) => {
    const { outcome, ...body } = await broker.deprovision({
      ...instanceAddress(request),
      acceptsIncomplete: acceptsIncomplete(request.query),
      ...deleteIds(request.query),
    });
    return reply.code(STATUS[outcome]).send(body);
  };
}
