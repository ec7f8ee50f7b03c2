/**
 * The Open Service Broker API 2.17 as a Fastify plugin over a {@link ServiceBroker}.
 *
 * Encapsulated: several can be mounted side by side, each with its prefix. Create the app with `createFastifyOptions`.
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { createErrorHandler } from './error-answer.js';
import { OsbError } from './errors.js';
import { checkApiVersion, VERSION_HEADER } from './headers.js';
import { parseBody } from './request-body.js';
import { echoRequestIdentity } from './request-identity.js';
import type { InstanceRoute } from './route-request.js';
import { bind } from './routes/bind.js';
import { getCatalog } from './routes/catalog.js';
import { deprovision } from './routes/deprovision.js';
import { fetchBinding } from './routes/fetch-binding.js';
import { fetchInstance } from './routes/fetch-instance.js';
import { lastBindingOperation } from './routes/last-binding-operation.js';
import { lastInstanceOperation } from './routes/last-instance-operation.js';
import { provision } from './routes/provision.js';
import { unbind } from './routes/unbind.js';
import { update } from './routes/update.js';
import type { ServiceBroker } from './service-broker.js';

/** Resolves when the request may pass. @throws OsbError `Unauthorized` */
export type Authenticate = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface OpenServiceBrokerOptions {
  readonly broker: ServiceBroker;
  /** Asked before anything else of the request is looked at (AUTH-08). Without it everybody may do everything. */
  readonly authenticate?: Authenticate | undefined;
  /** 1 MiB unless told */
  readonly bodyLimitBytes?: number | undefined;
}

const INSTANCE = '/v2/service_instances/:instance_id';
const BINDING = `${INSTANCE}/service_bindings/:binding_id`;
const UPDATE_ERRORS = { errorHandler: createErrorHandler({ instanceUsable: true, updateRepeatable: true }) };
const DEPROVISION_ERRORS = { errorHandler: createErrorHandler({ instanceUsable: true }) };

export const openServiceBroker: FastifyPluginAsync<OpenServiceBrokerOptions> = async (app, options) => {
  const { broker } = options;
  addRequestRules(app, options);

  app.get('/v2/catalog', getCatalog(broker));
  app.put(INSTANCE, provision(broker));
  app.get(INSTANCE, fetchInstance(broker));
  app.patch<InstanceRoute>(INSTANCE, UPDATE_ERRORS, update(broker));
  app.delete<InstanceRoute>(INSTANCE, DEPROVISION_ERRORS, deprovision(broker));
  app.get(`${INSTANCE}/last_operation`, lastInstanceOperation(broker));
  app.put(BINDING, bind(broker));
  app.get(BINDING, fetchBinding(broker));
  app.delete(BINDING, unbind(broker));
  app.get(`${BINDING}/last_operation`, lastBindingOperation(broker));

  for (const url of ['/v2', '/v2/*']) answerNotFound(app, url);
};

/** Order of checks: credentials, version header, body. */
function addRequestRules(
  app: FastifyInstance,
  { authenticate, bodyLimitBytes = 1_048_576 }: OpenServiceBrokerOptions,
): void {
  app.setErrorHandler(createErrorHandler());
  app.addHook('onRequest', (request, reply, done) => {
    echoRequestIdentity(request, reply);
    done();
  });
  if (authenticate) app.addHook('onRequest', authenticate);
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    checkApiVersion(headers[VERSION_HEADER]);
    done();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyLimitBytes }, parseBody);
}

/** Routes instead of a not-found handler, so that they stay behind the credentials and a server can have its own. */
function answerNotFound(app: FastifyInstance, url: string): void {
  app.route({
    method: app.supportedMethods,
    url,
    exposeHeadRoute: false,
    onRequest: async () => {
      throw new OsbError('NotFound', 'The Open Service Broker API has no such endpoint');
    },
    handler: () => undefined,
  });
}
