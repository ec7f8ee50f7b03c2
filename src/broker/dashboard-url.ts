/** Dashboard URLs must be known before any pipeline has run (PROV-24), so they come from a template in the catalog. */
import type { Plan, ServiceOffering } from '../osb/catalog.js';

/** `metadata.dashboardUrl` of the plan, else of the offering, with its ids filled in, percent-encoded. */
export function dashboardUrl(offering: ServiceOffering, plan: Plan, instanceId: string): string | undefined {
  const template = plan.metadata?.['dashboardUrl'] ?? offering.metadata?.['dashboardUrl'];
  if (typeof template !== 'string' || template === '') return undefined;
  const values: Record<string, string> = { instance_id: instanceId, service_id: offering.id, plan_id: plan.id };
  return template.replaceAll(/\{(instance_id|service_id|plan_id)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
}
