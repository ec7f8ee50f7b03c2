/** Stopping without losing anything: new orders are sent elsewhere, accepted ones are answered. */
import type { FastifyInstance } from 'fastify';
import { OsbError } from '../osb/errors.js';

const RETRY_AFTER_SECONDS = 5;
const READING = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export class Drain {
  #draining = false;
  #running = 0;
  #idle: (() => void) | undefined;

  get draining(): boolean {
    return this.#draining;
  }

  /** Resolves when no mutating request is running any more; new ones are refused from now on. */
  async start(): Promise<void> {
    this.#draining = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  /** Call after the hook that checks nothing but headers, before any route. */
  addTo(app: FastifyInstance): void {
    app.addHook('onRequest', (request, reply, done) => {
      if (READING.has(request.method)) return done();
      if (this.#draining) {
        reply.header('connection', 'close');
        throw new OsbError('Unavailable', 'The broker is shutting down; please try again.', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }
      this.#running += 1;
      // Also comes when the client has gone away, which Fastify's own hooks do not promise.
      reply.raw.once('close', () => this.#finished());
      done();
    });
  }

  #finished(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#idle?.();
  }
}
