/**
 * Orders carried out to their end, as a platform would: names become ids, parameters are checked, asynchronous work is
 * waited for, and what went wrong half way is cleaned up.
 *
 * Remembers nothing but the catalog: whoever orders has to know the ids again later.
 */
import type { Catalog } from '../osb/catalog.js';
import { OsbError } from '../osb/errors.js';
import type { BindBody, ProvisionBody, UpdateBody } from '../osb/requests.js';
import type { RequestContext } from '../osb/service-broker.js';
import type { BindingAnswer, OrderAnswer } from './answers.js';
import { checkParameters } from './check-parameters.js';
import { choosePlan } from './choose-plan.js';
import type { ChosenPlan } from './choose-plan.js';
import { idsOf, OrderSteps } from './order-steps.js';
import type { OrdersOptions } from './order-steps.js';
import type { OsbClient } from './osb-client.js';
import type { BindingIds, InstanceIds } from './paths.js';

/** Offering and plan, each by id or name. */
export interface PlanChoice {
  readonly service: string;
  /** May be left out where there is only one. */
  readonly plan?: string | undefined;
}
type Content<T> = Partial<Omit<T, 'service_id' | 'plan_id'>>;
type Ordered = PlanChoice & RequestContext;

export type ProvisionOrder = InstanceIds & Ordered & { readonly body?: Content<ProvisionBody> };
/** `plan` is the one in use; `newPlan` changes it. */
export type UpdateOrder = InstanceIds & Ordered & { readonly newPlan?: string; readonly body?: Content<UpdateBody> };
export type DeprovisionOrder = InstanceIds & Ordered;
export type BindOrder = BindingIds & Ordered & { readonly body?: Content<BindBody> };
export type RotateOrder = BindOrder & { readonly predecessorId: string };
export type UnbindOrder = BindingIds & Ordered;

/**
 * Every method throws OsbError `BadRequest` before anything is sent, what the call throws (BrokerError,
 * MalformedAnswerError, NoAnswerError), or what the waiting throws (OperationFailedError, PollingTimeoutError).
 */
export class Orders {
  readonly #client: OsbClient;
  readonly #steps: OrderSteps;
  #catalog: Catalog | undefined;

  constructor(client: OsbClient, options: OrdersOptions = {}) {
    this.#client = client;
    this.#steps = new OrderSteps(client, options);
  }

  /** Organization and space, which every broker wants, are `gitbroker` unless the body has them. */
  async provision({ body = {}, ...order }: ProvisionOrder): Promise<OrderAnswer> {
    const chosen = await this.#choose(order);
    checkParameters(chosen.plan, 'provision', body.parameters);
    const full = { organization_guid: 'gitbroker', space_guid: 'gitbroker', ...body, ...idsOf(chosen) };
    return this.#steps.orMitigate(order, chosen, async () => {
      const answer = await this.#client.provision({ ...order, acceptsIncomplete: true, body: full });
      if (answer.outcome === 'accepted') await this.#steps.wait('create', order, chosen, answer);
      return answer.body;
    });
  }

  /** Nothing is cleaned up after a failure: the instance is in use (ORPH-11). */
  async update({ body = {}, newPlan, ...order }: UpdateOrder): Promise<OrderAnswer> {
    const current = await this.#choose(order);
    const target = newPlan === undefined ? current : await this.#choose({ ...order, plan: newPlan });
    checkParameters(target.plan, 'update', body.parameters);
    const previous_values = { plan_id: current.plan.id };
    const change = newPlan === undefined ? {} : { plan_id: target.plan.id };
    const full = { previous_values, ...body, service_id: current.offering.id, ...change };
    const answer = await this.#client.update({ ...order, acceptsIncomplete: true, body: full });
    // Polls name the plan from before the update (LOP-13).
    if (answer.outcome === 'accepted') await this.#steps.wait('update', order, current, answer);
    return answer.body;
  }

  /** Succeeds also when the instance was gone before. */
  async deprovision(order: DeprovisionOrder): Promise<void> {
    await this.#steps.remove(order, await this.#choose(order));
  }

  /** Gives all that the broker hands out, fetched if it was made asynchronously. */
  async bind({ body = {}, ...order }: BindOrder): Promise<BindingAnswer> {
    const chosen = await this.#choose(order);
    checkParameters(chosen.plan, 'bind', body.parameters);
    const ids = idsOf(chosen);
    // Spelled out, because a body is either a rotation or a first binding.
    const { predecessor_binding_id, ...content } = body;
    const full =
      predecessor_binding_id === undefined ? { ...content, ...ids } : { ...content, ...ids, predecessor_binding_id };
    return this.#steps.orMitigate(order, chosen, async () => {
      const answer = await this.#client.bind({ ...order, acceptsIncomplete: true, body: full });
      if (answer.outcome !== 'accepted') return answer.body;
      await this.#steps.wait('create', order, chosen, answer);
      if (!chosen.offering.bindings_retrievable) return answer.body;
      return this.#client.fetchBinding({ ...order, ...ids });
    });
  }

  /** A new binding beside its predecessor, which stays until it is unbound (ROT-04). */
  async rotate({ predecessorId, ...order }: RotateOrder): Promise<BindingAnswer> {
    const { plan } = await this.#choose(order);
    if (!plan.binding_rotatable)
      throw new OsbError('BadRequest', `Bindings of the plan "${plan.name}" cannot be rotated`);
    return this.bind({ ...order, body: { ...order.body, predecessor_binding_id: predecessorId } });
  }

  /** Succeeds also when the binding was gone before. */
  async unbind(order: UnbindOrder): Promise<void> {
    await this.#steps.remove(order, await this.#choose(order));
  }

  async #choose({ service, plan }: PlanChoice): Promise<ChosenPlan> {
    this.#catalog ??= await this.#client.catalog();
    return choosePlan(this.#catalog, service, plan);
  }
}
