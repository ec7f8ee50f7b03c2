/** What the checks will order: one offering, one plan, and parameters that fit. */
import { z } from 'zod';
import { JsonObject } from '../osb/json-object.js';
import { schemaOf } from '../client/check-parameters.js';
import type { ParametersOf } from '../client/check-parameters.js';
import { chooseOffering, choosePlan } from '../client/choose-plan.js';
import type { ChosenPlan } from '../client/choose-plan.js';
import { ServiceOffering } from '../osb/catalog.js';
import { isBindable, isPlanUpdateable } from '../osb/catalog-checks.js';
import { isJsonObject } from '../osb/read-json.js';
import { NotPossible } from './check.js';
import { field } from './exchange.js';
import { sampleParameters } from './sample-parameters.js';

/** Content of the file by which somebody says what to order; everything that is left out is chosen. */
export const SubjectChoice = z.strictObject({
  /** Offering and plan by id or name. */
  service: z.string().optional(),
  plan: z.string().optional(),
  /** Plan to change to; none is chosen unless the offering has one that fits. */
  newPlan: z.string().optional(),
  provision: JsonObject.optional(),
  update: JsonObject.optional(),
  bind: JsonObject.optional(),
  context: JsonObject.optional(),
  bindResource: JsonObject.optional(),
});
export type SubjectChoice = z.infer<typeof SubjectChoice>;

export interface Subject extends ChosenPlan {
  readonly bindable: boolean;
  /** May the plan be changed, and to which. */
  readonly planUpdateable: boolean;
  readonly otherPlan: ChosenPlan['plan'] | undefined;
  readonly parameters: Readonly<Record<ParametersOf, Readonly<Record<string, unknown>> | undefined>>;
  readonly context: Readonly<Record<string, unknown>> | undefined;
  readonly bindResource: Readonly<Record<string, unknown>> | undefined;
}

/** @param catalog as the broker answered it; offerings that cannot be read are passed over. @throws NotPossible, or OsbError when there is no such choice */
export function chooseSubject(catalog: unknown, choice: SubjectChoice): Subject {
  const chosen = choosePlanOf(readableOfferings(catalog), choice);
  const { offering, plan } = chosen;
  const bindable = isBindable(offering, plan);
  const others = offering.plans.filter(({ id }) => id !== plan.id);
  const otherPlan =
    choice.newPlan === undefined
      ? best(
          others
            .filter((other) => isBindable(offering, other) === bindable)
            .map((other) => ({ offering, plan: other })),
        )?.plan
      : choosePlan({ services: [offering] }, offering.id, choice.newPlan).plan;
  const given = { provision: choice.provision, update: choice.update, bind: choice.bind };
  const parametersOf = (order: ParametersOf) => given[order] ?? required(schemaOf(plan, order));
  return {
    ...chosen,
    bindable,
    planUpdateable: isPlanUpdateable(offering, plan),
    otherPlan,
    parameters: { provision: parametersOf('provision'), update: parametersOf('update'), bind: parametersOf('bind') },
    context: choice.context,
    bindResource: choice.bindResource ?? (bindable ? { app_guid: 'conformance-app' } : undefined),
  };
}

function readableOfferings(catalog: unknown): ServiceOffering[] {
  const services = field(catalog, 'services');
  if (!Array.isArray(services)) throw new NotPossible('the catalog has no service offerings to order from');
  return services.flatMap((service) => ServiceOffering.safeParse(service).data ?? []);
}

/** The most capable plan is the one about which most can be found out. */
function choosePlanOf(services: readonly ServiceOffering[], { service, plan }: SubjectChoice): ChosenPlan {
  if (service !== undefined && plan !== undefined) return choosePlan({ services }, service, plan);
  const among = service === undefined ? services : [chooseOffering({ services }, service)];
  const all = among.flatMap((offering) => offering.plans.map((candidate) => ({ offering, plan: candidate })));
  const chosen = best(all);
  if (!chosen) throw new NotPossible('the catalog has no plan that could be read and ordered');
  return chosen;
}

function best(plans: readonly ChosenPlan[]): ChosenPlan | undefined {
  return plans.toSorted((a, b) => capabilities(b) - capabilities(a))[0];
}

function capabilities({ offering, plan }: ChosenPlan): number {
  const able = [
    isBindable(offering, plan),
    isPlanUpdateable(offering, plan) && offering.plans.length > 1,
    offering.instances_retrievable,
    offering.bindings_retrievable,
    plan.binding_rotatable,
    plan.maintenance_info !== undefined,
    // Route services and the like need more than an order.
    !offering.requires?.length,
  ];
  return able.filter(Boolean).length;
}

function required(schema: object | undefined): Record<string, unknown> | undefined {
  const sample = sampleParameters(schema);
  return isJsonObject(sample) && Object.keys(sample).length > 0 ? sample : undefined;
}
