/** `PATCH /v2/service_instances/:instance_id` (UPD) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBody, UpdateBody } from '../requests.js';
import { acceptsIncomplete, instanceAddress } from '../route-request.js';
import type { InstanceRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

const STATUS = { updated: 200, accepted: 202 } as const;

export function update(broker: ServiceBroker) {
  return async (request: FastifyRequest<InstanceRoute>, reply: FastifyReply) => {
    const { outcome, ...body } = await broker.update({
      ...instanceAddress(request),
      acceptsIncomplete: acceptsIncomplete(request.query),
      body: readBody(UpdateBody, request.body),
    });
    return reply.code(STATUS[outcome]).send(body);
  };
}
