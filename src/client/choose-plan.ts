/** Finds what people mean by an offering and a plan: an id, or a name. */
import type { Catalog, Plan, ServiceOffering } from '../osb/catalog.js';
import { OsbError } from '../osb/errors.js';

export interface ChosenPlan {
  readonly offering: ServiceOffering;
  readonly plan: Plan;
}

/**
 * Ids count before names. A plan may be left out when the offering has only one.
 * @throws OsbError `BadRequest` that names the choices
 */
export function choosePlan(catalog: Catalog, service: string, plan?: string): ChosenPlan {
  const offering = chooseOffering(catalog, service);
  const only = offering.plans.length === 1 ? offering.plans[0] : undefined;
  if (plan === undefined && only) return { offering, plan: only };
  return { offering, plan: choose(`plan of "${offering.name}"`, offering.plans, plan) };
}

/** @throws OsbError `BadRequest` that names the choices */
export function chooseOffering({ services }: Catalog, service: string): ServiceOffering {
  return choose('service offering', services, service);
}

function choose<T extends { readonly id: string; readonly name: string }>(
  what: string,
  all: readonly T[],
  wanted: string | undefined,
): T {
  const found = all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name === wanted);
  if (found) return found;
  const problem = wanted === undefined ? `Name a ${what}` : `There is no ${what} "${wanted}"`;
  throw new OsbError('BadRequest', `${problem}; there are: ${all.map(({ name }) => name).join(', ') || 'none'}`);
}
