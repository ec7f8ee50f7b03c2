/** Answers what a catalog leaves open, so that platforms need not guess. */
import type { Catalog, ServiceOffering } from '../osb/catalog.js';

/** Everything can be fetched from git, so it is, unless the catalog says otherwise; updates of the context alone must be asked for. */
export function withDefaults(catalog: Catalog): Catalog {
  return { ...catalog, services: catalog.services.map(offeringWithDefaults) };
}

function offeringWithDefaults(offering: ServiceOffering): ServiceOffering {
  return {
    ...offering,
    instances_retrievable: offering.instances_retrievable ?? true,
    bindings_retrievable: offering.bindings_retrievable ?? true,
    allow_context_updates: offering.allow_context_updates ?? false,
  };
}
