/** `PUT /v2/service_instances/:instance_id` (PROV) */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProvisionBody, readBody } from '../requests.js';
import { acceptsIncomplete, instanceAddress } from '../route-request.js';
import type { InstanceRoute } from '../route-request.js';
import type { ServiceBroker } from '../service-broker.js';

const STATUS = { created: 201, exists: 200, accepted: 202 } as const;

export function provision(broker: ServiceBroker) {
  return async (request: FastifyRequest<InstanceRoute>, reply: FastifyReply) => {
    const { outcome, ...body } = await broker.provision({
      ...instanceAddress(request),
      acceptsIncomplete: acceptsIncomplete(request.query),
      body: readBody(ProvisionBody, request.body),
    });
    return reply.code(STATUS[outcome]).send(body);
  };
}
