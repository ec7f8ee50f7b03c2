/** `POST /webhooks/git`: the git host tells that somebody has pushed, so that nobody waits for the next look. */
import type { FastifyInstance } from 'fastify';
import { OsbError } from '../osb/errors.js';
import type { Metrics } from './metrics.js';
import { isGenuine } from './webhook-signature.js';

export interface WebhookOptions {
  /** Without any, there is no such route. */
  readonly secrets: readonly string[];
  /** Somebody has pushed. Not waited for: git hosts give up after some seconds. */
  readonly pushed: () => void;
  readonly clock: () => Date;
}

/** GitHub sends up to 25 MB, but a push of that size is none of pipelines; what is missed the next look finds. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

export function addWebhooks(
  app: FastifyInstance,
  { secrets, pushed, clock }: WebhookOptions,
  metrics: Pick<Metrics, 'webhooks'>,
): void {
  if (secrets.length === 0) return;
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The body stays as it came: it is signed, and nothing in it matters.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onError', async () => metrics.webhooks.inc({ result: 'refused' }));
    scope.post('/webhooks/git', async ({ headers, body }, reply) => {
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      if (!isGenuine(headers, bytes, secrets, clock())) {
        throw new OsbError('Unauthorized', 'The signature or token is not that of a webhook secret of this broker');
      }
      metrics.webhooks.inc({ result: 'accepted' });
      pushed();
      return reply.code(202).send({});
    });
  });
}
