/** The mock broker on a port, with its faults made real on the wire, and a place to switch them at run time. */
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { basicAuthentication } from '../osb/basic-authentication.js';
import { OsbError } from '../osb/errors.js';
import { createFastifyOptions } from '../osb/fastify-options.js';
import { openServiceBroker } from '../osb/plugin.js';
import { createMockBroker } from './mock-broker.js';
import type { MockBrokerOptions } from './mock-broker.js';
import { MockFaults, readMockFaults } from './mock-faults.js';
import type { MockFault } from './mock-faults.js';
import { addMockFaults } from './mock-wire.js';

export interface MockServerOptions extends Omit<MockBrokerOptions, 'failureOf'> {
  /** 127.0.0.1 unless told */
  readonly host?: string | undefined;
  /** A free one unless told */
  readonly port?: number | undefined;
  /** Everybody may do everything without. */
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
  /** From the beginning. */
  readonly faults?: readonly MockFault[] | undefined;
  /** Before it listens: for whoever wants to look at, or change, what goes over the wire. */
  readonly prepare?: ((app: FastifyInstance) => void) | undefined;
}

export interface MockServer {
  readonly url: string;
  readonly faults: MockFaults;
  close(): Promise<void>;
}

/** `GET`, `PUT` and `DELETE /mock/faults` read and switch the faults, without credentials: a mock guards nothing. */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const { host = '127.0.0.1', port = 0, credentials } = options;
  const faults = new MockFaults();
  faults.set(options.faults ?? []);
  const authenticate = credentials && basicAuthentication([credentials]);
  const broker = createMockBroker({
    ...options,
    failureOf: (call) => {
      const [fault] = faults.hit(call, ['failed-operation']);
      return fault && (fault.description ?? 'The mock broker was told to fail');
    },
  });
  const app = Fastify({ ...createFastifyOptions({ authenticate }), forceCloseConnections: true });
  addControl(app, faults);
  options.prepare?.(app);
  await app.register(async (scope) => {
    addMockFaults(scope, faults);
    await scope.register(openServiceBroker, { broker, authenticate });
  });
  const url = await app.listen({ host, port });
  return { url, faults, close: () => app.close() };
}

function addControl(app: FastifyInstance, faults: MockFaults): void {
  app.get('/mock/faults', () => faults.list());
  app.put('/mock/faults', (request, reply) => {
    try {
      faults.set(readMockFaults(request.body));
    } catch (cause) {
      if (cause instanceof OsbError) return reply.code(400).send({ description: cause.message });
      throw cause;
    }
    return faults.list();
  });
  app.delete('/mock/faults', () => {
    faults.set([]);
    return [];
  });
}
