/** What in a new catalog could break those who use the old one (CAT-07, CAT-39). It is served all the same, and told. */
import type { Catalog } from '../osb/catalog.js';

export function catalogChanges(before: Catalog, after: Catalog): string[] {
  return [...removedPlans(before, after), ...changedMeanings(before, after)];
}

function plansOf(catalog: Catalog) {
  return catalog.services.flatMap((offering) => offering.plans.map((plan) => ({ offering, plan })));
}

function removedPlans(before: Catalog, after: Catalog): string[] {
  const kept = new Set(plansOf(after).map(({ plan }) => plan.id));
  return plansOf(before)
    .filter(({ plan }) => !kept.has(plan.id))
    .map(
      ({ offering, plan }) =>
        `plan ${plan.id} (${offering.name}/${plan.name}) was removed; its instances can only be fetched, polled, unbound and deleted`,
    );
}

function changedMeanings(before: Catalog, after: Catalog): string[] {
  const offeringOf = new Map(plansOf(before).map(({ offering, plan }) => [plan.id, offering.id]));
  return plansOf(after)
    .filter(({ offering, plan }) => (offeringOf.get(plan.id) ?? offering.id) !== offering.id)
    .map(({ offering, plan }) => `plan ${plan.id} now belongs to offering ${offering.id}; give a new plan a new id`);
}
