/** The plugin on a port of its own, spoken to over real HTTP. */
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import { onTestFinished } from 'vitest';
import { OsbError } from '../../src/osb/errors.js';
import { createFastifyOptions } from '../../src/osb/fastify-options.js';
import { openServiceBroker } from '../../src/osb/plugin.js';
import type { Authenticate } from '../../src/osb/plugin.js';
import type { ServiceBroker } from '../../src/osb/service-broker.js';
import { givenStubBroker } from './stub-broker.js';
import type { Call } from './stub-broker.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

interface Ask {
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** `undefined` leaves a header out that would be sent otherwise. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

interface RunningPlugin {
  readonly calls: readonly Call[];
  readonly log: readonly string[];
  ask(method: string, path: string, options?: Ask): Promise<Answer>;
  /** Sends bytes as they are and returns all that comes back. */
  sendRaw(request: string): Promise<string>;
}

interface Given {
  readonly answers?: Partial<ServiceBroker>;
  readonly authenticate?: Authenticate;
  readonly bodyLimitBytes?: number;
  readonly prefixes?: readonly string[];
}

/** Accepts `Authorization: secret` only. */
export const onlySecret: Authenticate = async (request) => {
  if (request.headers.authorization !== 'secret') throw new OsbError('Unauthorized', 'Authentication is required');
};

export async function givenPlugin(given: Given = {}): Promise<RunningPlugin> {
  const { broker, calls } = givenStubBroker(given.answers);
  const { authenticate, bodyLimitBytes } = given;
  const log: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      log.push(String(chunk));
      done();
    },
  });
  const app = Fastify({ ...createFastifyOptions({ authenticate }), logger: { level: 'error', stream } });
  for (const prefix of given.prefixes ?? ['']) {
    await app.register(openServiceBroker, { prefix, broker, authenticate, bodyLimitBytes });
  }
  await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return { calls, log, ask: (...request) => ask(port, ...request), sendRaw: (request) => sendRaw(port, request) };
}

async function ask(port: number, method: string, path: string, options: Ask = {}): Promise<Answer> {
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  const headers = new Headers();
  const defaults = {
    'X-Broker-API-Version': '2.17',
    'Content-Type': body === undefined ? undefined : 'application/json',
  };
  for (const [name, value] of Object.entries({ ...defaults, ...options.headers })) {
    if (value !== undefined) headers.set(name, value);
  }
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: body ?? null });
  const content = await response.text();
  return { status: response.status, body: content === '' ? undefined : JSON.parse(content), headers: response.headers };
}

async function sendRaw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(request, 'latin1');
  return text(socket);
}
