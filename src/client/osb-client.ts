/**
 * The ten calls of the OSB API, typed on both sides. Each is one request: waiting, names and repair after failures are
 * the business of `orders.ts`.
 */
import { Catalog } from '../osb/catalog.js';
import { IDENTITY_HEADER, REQUEST_IDENTITY_HEADER } from '../osb/headers.js';
import type {
  BindingOperationRequest,
  BindRequest,
  DeprovisionRequest,
  FetchBindingRequest,
  FetchInstanceRequest,
  InstanceOperationRequest,
  ProvisionRequest,
  RequestContext,
  UnbindRequest,
  UpdateRequest,
} from '../osb/service-broker.js';
import { BindingAnswer, DeleteAnswer, InstanceAnswer, LastOperationAnswer, OrderAnswer } from './answers.js';
import type { BindAnswered, DeleteAnswered, PollAnswer, ProvisionAnswered, UpdateAnswered } from './answers.js';
import { connectToBroker, identityHeader } from './broker-connection.js';
import type { BrokerRequest, ConnectionOptions, SendRequest } from './broker-connection.js';
import { bindingPath, instancePath } from './paths.js';
import { answered, bodyOf, lastOperationOf } from './read-answer.js';

/** Every method throws BrokerError, MalformedAnswerError or NoAnswerError. */
export class OsbClient {
  readonly #send: SendRequest;

  constructor(options: ConnectionOptions) {
    this.#send = connectToBroker(options);
  }

  async catalog(context: RequestContext = {}): Promise<Catalog> {
    return bodyOf(Catalog, [200], await this.#ask(context, { method: 'GET', path: '/v2/catalog' }));
  }

  async provision(request: ProvisionRequest): Promise<ProvisionAnswered> {
    const ask = { method: 'PUT', path: instancePath(request), query: mayWait(request), body: request.body } as const;
    return answered(OrderAnswer, { 201: 'created', 200: 'exists' }, await this.#ask(request, ask));
  }

  async fetchInstance(request: FetchInstanceRequest): Promise<InstanceAnswer> {
    const ask = { method: 'GET', path: instancePath(request), query: hints(request) } as const;
    return bodyOf(InstanceAnswer, [200], await this.#ask(request, ask));
  }

  async update(request: UpdateRequest): Promise<UpdateAnswered> {
    const ask = { method: 'PATCH', path: instancePath(request), query: mayWait(request), body: request.body } as const;
    return answered(OrderAnswer, { 200: 'updated' }, await this.#ask(request, ask));
  }

  async deprovision(request: DeprovisionRequest): Promise<DeleteAnswered> {
    const query = { ...hints(request), ...mayWait(request) };
    const answer = await this.#ask(request, { method: 'DELETE', path: instancePath(request), query });
    return answered(DeleteAnswer, { 200: 'deleted' }, answer);
  }

  async lastInstanceOperation(request: InstanceOperationRequest): Promise<PollAnswer> {
    const query = { ...hints(request), operation: request.operation };
    const ask = { method: 'GET', path: `${instancePath(request)}/last_operation`, query } as const;
    return lastOperationOf(LastOperationAnswer, await this.#ask(request, ask));
  }

  async bind(request: BindRequest): Promise<BindAnswered> {
    const ask = { method: 'PUT', path: bindingPath(request), query: mayWait(request), body: request.body } as const;
    return answered(BindingAnswer, { 201: 'created', 200: 'exists' }, await this.#ask(request, ask));
  }

  async fetchBinding(request: FetchBindingRequest): Promise<BindingAnswer> {
    const ask = { method: 'GET', path: bindingPath(request), query: hints(request) } as const;
    return bodyOf(BindingAnswer, [200], await this.#ask(request, ask));
  }

  async unbind(request: UnbindRequest): Promise<DeleteAnswered> {
    const query = { ...hints(request), ...mayWait(request) };
    const answer = await this.#ask(request, { method: 'DELETE', path: bindingPath(request), query });
    return answered(DeleteAnswer, { 200: 'deleted' }, answer);
  }

  async lastBindingOperation(request: BindingOperationRequest): Promise<PollAnswer> {
    const query = { ...hints(request), operation: request.operation };
    const ask = { method: 'GET', path: `${bindingPath(request)}/last_operation`, query } as const;
    return lastOperationOf(LastOperationAnswer, await this.#ask(request, ask));
  }

  #ask({ originatingIdentity, requestIdentity }: RequestContext, request: BrokerRequest) {
    const headers = {
      ...(originatingIdentity && { [IDENTITY_HEADER]: identityHeader(originatingIdentity) }),
      ...(requestIdentity !== undefined && { [REQUEST_IDENTITY_HEADER]: requestIdentity }),
    };
    return this.#send({ ...request, headers });
  }
}

const hints = ({ service_id, plan_id }: { service_id?: string | undefined; plan_id?: string | undefined }) => ({
  service_id,
  plan_id,
});

const mayWait = ({ acceptsIncomplete }: { readonly acceptsIncomplete: boolean }) => ({
  accepts_incomplete: acceptsIncomplete ? 'true' : undefined,
});
