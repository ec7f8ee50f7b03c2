/** Makes faults happen on the wire: instead of the work, before it, or in place of its answer. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OsbError } from '../osb/errors.js';
import type { MockCall, MockFault, MockFaults } from './mock-faults.js';

const INSTANCE = '/v2/service_instances/:instance_id';
const BINDING = `${INSTANCE}/service_bindings/:binding_id`;
const CALLS: Readonly<Record<string, MockCall>> = {
  'GET /v2/catalog': 'catalog',
  [`PUT ${INSTANCE}`]: 'provision',
  [`GET ${INSTANCE}`]: 'fetchInstance',
  [`PATCH ${INSTANCE}`]: 'update',
  [`DELETE ${INSTANCE}`]: 'deprovision',
  [`GET ${INSTANCE}/last_operation`]: 'lastInstanceOperation',
  [`PUT ${BINDING}`]: 'bind',
  [`GET ${BINDING}`]: 'fetchBinding',
  [`DELETE ${BINDING}`]: 'unbind',
  [`GET ${BINDING}/last_operation`]: 'lastBindingOperation',
};

/** Register the plugin in the same scope afterwards. */
export function addMockFaults(scope: FastifyInstance, faults: MockFaults): void {
  scope.addHook('preHandler', async (request, reply) => {
    const call = callOf(request);
    if (!call) return;
    for (const fault of faults.hit(call, ['slow', 'error', 'status', 'flapping', 'no-answer'])) {
      await happen(fault, request, reply);
    }
  });
  scope.addHook('onSend', async (request, _reply, payload) => {
    const call = callOf(request);
    if (!call) return payload;
    if (faults.hit(call, ['lost-answer']).length > 0) request.raw.socket.destroy();
    return faults.hit(call, ['malformed']).length > 0 ? '{"this is' : payload;
  });
}

function callOf({ method, routeOptions }: FastifyRequest): MockCall | undefined {
  return CALLS[`${method} ${routeOptions.url ?? ''}`];
}

async function happen(fault: MockFault, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (reply.sent) return;
  if (fault.kind === 'slow') await sleep(fault.delayMs);
  if (fault.kind === 'error') throw new OsbError(fault.code, 'The mock broker was told to refuse');
  if (fault.kind === 'flapping') throw new OsbError('Unavailable', 'The mock broker was told to flap');
  if (fault.kind === 'status') {
    await reply.code(fault.status).send({ description: 'The mock broker was told to answer so' });
  }
  if (fault.kind === 'no-answer') {
    reply.hijack();
    if (!request.raw.socket.destroyed) await once(request.raw.socket, 'close');
  }
}
