/** The offering as it stands in instance.yml: a snapshot in UniPipe's spelling, without any secret. */
import type { Plan, ServiceOffering } from '../osb/catalog.js';
import type { InstanceFile } from './instance-file.js';

export function serviceDefinitionOf(offering: ServiceOffering): NonNullable<InstanceFile['serviceDefinition']> {
  const { dashboard_client: client } = offering;
  return {
    id: offering.id,
    name: offering.name,
    description: offering.description,
    plans: offering.plans.map(planDefinitionOf),
    bindable: offering.bindable,
    planUpdateable: offering.plan_updateable ?? false,
    tags: offering.tags ?? [],
    metadata: offering.metadata ?? {},
    requires: offering.requires ?? [],
    dashboardClient: client ? { id: client.id, redirectUri: client.redirect_uri ?? null } : null,
  };
}

function planDefinitionOf(plan: Plan): Record<string, unknown> {
  return {
    id: plan.id,
    name: plan.name,
    description: plan.description,
    metadata: plan.metadata ?? {},
    schemas: plan.schemas ?? null,
    free: plan.free ?? true,
    // Not one of UniPipe's keys: the limit must hold for plans that have left the catalog, too.
    ...(plan.maximum_polling_duration !== undefined && { maximum_polling_duration: plan.maximum_polling_duration }),
  };
}
