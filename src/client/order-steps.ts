/** What several orders have in common: waiting for the end, deleting to the end, cleaning up after a failed create. */
import type { RequestContext } from '../osb/service-broker.js';
import type { DeleteAnswered } from './answers.js';
import { BrokerError } from './broker-error.js';
import type { ChosenPlan } from './choose-plan.js';
import { mayLeaveOrphan, removeOrphan } from './orphan-mitigation.js';
import type { Mitigation } from './orphan-mitigation.js';
import type { OsbClient } from './osb-client.js';
import type { BindingIds, InstanceIds } from './paths.js';
import { pollUntilEnd, systemClock } from './polling.js';
import type { Poll, PollingOptions } from './polling.js';

export interface OrdersOptions {
  readonly polling?: PollingOptions | undefined;
  /** How often a delete is tried before an orphan is given up: 5 unless told, 0 for none. */
  readonly mitigationAttempts?: number | undefined;
  /** Told when a failed create was cleaned up, or could not be. */
  readonly onMitigation?: ((ids: Ids, mitigation: Mitigation, cause: unknown) => void) | undefined;
}

export type Ids = InstanceIds & Partial<BindingIds>;
type Target = Ids & RequestContext;

interface Accepted {
  readonly body: { readonly operation?: string | undefined };
  readonly retryAfterSeconds?: number | undefined;
}

export class OrderSteps {
  readonly #client: OsbClient;
  readonly #options: OrdersOptions;

  constructor(client: OsbClient, options: OrdersOptions) {
    this.#client = client;
    this.#options = options;
  }

  async wait(kind: Poll['kind'], target: Target, chosen: ChosenPlan, accepted: Accepted): Promise<void> {
    const hints = { ...target, ...idsOf(chosen), operation: accepted.body.operation };
    const { bindingId } = target;
    const ask =
      bindingId === undefined
        ? () => this.#client.lastInstanceOperation(hints)
        : () => this.#client.lastBindingOperation({ ...hints, bindingId });
    const { polling } = this.#options;
    const options = {
      ...polling,
      maxDurationMs: shorter(polling?.maxDurationMs, chosen.plan.maximum_polling_duration),
    };
    await pollUntilEnd({ kind, ask, retryAfterSeconds: accepted.retryAfterSeconds }, options);
  }

  /** Succeeds also when it was gone before. */
  async remove(target: Target, chosen: ChosenPlan): Promise<void> {
    const answer = await this.#delete(target, chosen).catch((error: unknown) => {
      if (error instanceof BrokerError && error.status === 410) return undefined;
      throw error;
    });
    if (answer?.outcome === 'accepted') await this.wait('delete', target, chosen, answer);
  }

  /** @throws what `create` throws, after having cleaned up where that is called for */
  async orMitigate<T>(target: Target, chosen: ChosenPlan, create: () => Promise<T>): Promise<T> {
    try {
      return await create();
    } catch (error) {
      const { mitigationAttempts: attempts = 5, onMitigation } = this.#options;
      if (attempts > 0 && mayLeaveOrphan(error)) {
        const { instanceId, bindingId } = target;
        const ids = { instanceId, ...(bindingId !== undefined && { bindingId }) };
        // No user action, hence nobody's identity (ORPH-06).
        const mitigation = await removeOrphan(() => this.remove(ids, chosen), {
          attempts,
          waitBefore: this.#waitBefore,
        });
        onMitigation?.(ids, mitigation, error);
      }
      throw error;
    }
  }

  #delete(target: Target, chosen: ChosenPlan): Promise<DeleteAnswered> {
    const { bindingId } = target;
    const request = { ...target, ...idsOf(chosen), acceptsIncomplete: true };
    return bindingId === undefined ? this.#client.deprovision(request) : this.#client.unbind({ ...request, bindingId });
  }

  readonly #waitBefore = async (attempt: number): Promise<void> => {
    const { firstWaitMs = 1_000, clock = systemClock, signal } = this.#options.polling ?? {};
    if (attempt > 1) await clock.sleep(firstWaitMs * 2 ** (attempt - 2), signal);
  };
}

export function idsOf({ offering, plan }: ChosenPlan): { readonly service_id: string; readonly plan_id: string } {
  return { service_id: offering.id, plan_id: plan.id };
}

function shorter(maxDurationMs: number | undefined, planSeconds: number | undefined): number | undefined {
  if (planSeconds === undefined) return maxDurationMs;
  return Math.min(maxDurationMs ?? Number.POSITIVE_INFINITY, planSeconds * 1_000);
}
