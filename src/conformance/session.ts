/**
 * One run against one broker: sends what checks ask for, writes down every exchange, and knows what has to be cleaned up.
 *
 * Judges nothing. The long stories that several checks look at are told once (`stories/`).
 */
import { randomUUID } from 'node:crypto';
import { connectToBroker } from '../client/broker-connection.js';
import type { BrokerRequest, ConnectionOptions, SendRequest } from '../client/broker-connection.js';
import { bindingPath, instancePath } from '../client/paths.js';
import type { BindingIds, InstanceIds } from '../client/paths.js';
import type { PollingOptions } from '../client/polling.js';
import { exchangeOf } from './exchange.js';
import type { Exchange } from './exchange.js';
import { Ledger } from './ledger.js';
import { chooseSubject } from './subject.js';
import type { Subject, SubjectChoice } from './subject.js';

export interface SessionOptions {
  readonly connection: ConnectionOptions;
  readonly polling?: PollingOptions | undefined;
  readonly choice?: SubjectChoice | undefined;
}

type Query = BrokerRequest['query'];
interface Extras {
  readonly query?: Query;
  readonly headers?: BrokerRequest['headers'];
}
export type OrderBody = Readonly<Record<string, unknown>>;

export class Session {
  readonly options: SessionOptions;
  readonly transcript: Exchange[] = [];
  readonly ledger = new Ledger();
  readonly #send: SendRequest;
  readonly #told = new Map<unknown, Promise<unknown>>();
  #subject: Subject | undefined;

  constructor(options: SessionOptions) {
    this.options = options;
    // Every request is named, to see whether answers name it again (IDENT-08).
    const { requestIdentity = randomUUID } = options.connection;
    this.#send = connectToBroker({ ...options.connection, requestIdentity });
  }

  async send(request: BrokerRequest): Promise<Exchange> {
    const before = this.ledger.has(request);
    this.ledger.sending(request);
    const exchange = exchangeOf(request, await this.#send(request));
    this.ledger.answered(exchange, before);
    this.transcript.push(exchange);
    return exchange;
  }

  /** Told once, however many checks ask for it; a story that went wrong goes wrong for all of them. */
  tell<T>(story: (session: Session) => Promise<T>): Promise<T> {
    const told = this.#told.get(story) ?? story(this);
    this.#told.set(story, told);
    // The key is the story itself, so the type is its own.
    return told as Promise<T>;
  }

  /** @throws NotPossible */
  async subject(): Promise<Subject> {
    const { body } = await this.tell(fetchCatalog);
    return (this.#subject ??= chooseSubject(body, this.options.choice ?? {}));
  }

  newId(): string {
    return `conformance-${randomUUID()}`;
  }

  provision(ids: InstanceIds, body: unknown, { query, headers }: Extras = {}): Promise<Exchange> {
    return this.send({ method: 'PUT', path: instancePath(ids), query: { ...ASYNC, ...query }, headers, body });
  }

  update(ids: InstanceIds, body: unknown, { query, headers }: Extras = {}): Promise<Exchange> {
    return this.send({ method: 'PATCH', path: instancePath(ids), query: { ...ASYNC, ...query }, headers, body });
  }

  bind(ids: BindingIds, body: unknown, { query, headers }: Extras = {}): Promise<Exchange> {
    return this.send({ method: 'PUT', path: bindingPath(ids), query: { ...ASYNC, ...query }, headers, body });
  }

  deprovision(ids: InstanceIds, query: Query): Promise<Exchange> {
    return this.send({ method: 'DELETE', path: instancePath(ids), query: { ...ASYNC, ...query } });
  }

  unbind(ids: BindingIds, query: Query): Promise<Exchange> {
    return this.send({ method: 'DELETE', path: bindingPath(ids), query: { ...ASYNC, ...query } });
  }

  get(path: string, query: Query = {}, headers: BrokerRequest['headers'] = {}): Promise<Exchange> {
    return this.send({ method: 'GET', path, query, headers });
  }
}

export const ASYNC = { accepts_incomplete: 'true' };
/** Leaves the parameter out. */
export const NOT_ASYNC = { accepts_incomplete: undefined };

export function fetchCatalog(session: Session): Promise<Exchange> {
  return session.get('/v2/catalog');
}

export function idsOf({ offering, plan }: Subject): { readonly service_id: string; readonly plan_id: string } {
  return { service_id: offering.id, plan_id: plan.id };
}
