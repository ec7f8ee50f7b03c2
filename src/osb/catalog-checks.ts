/** Questions that orders put to the catalog. Knows nothing of existing instances; matches by id only (CAT-44). */
import type { Catalog, Plan, ServiceOffering } from './catalog.js';
import { OsbError } from './errors.js';

/**
 * The offering and its plan that an order names (PROV-08, PROV-09).
 * @throws OsbError `BadRequest` when the catalog has no such offering, or the offering no such plan.
 */
export function findPlan(
  catalog: Catalog,
  serviceId: string,
  planId: string,
): { readonly offering: ServiceOffering; readonly plan: Plan } {
  const offering = catalog.services.find(({ id }) => id === serviceId);
  if (!offering) throw new OsbError('BadRequest', 'service_id: the catalog has no service offering with this id');
  const plan = offering.plans.find(({ id }) => id === planId);
  if (!plan)
    throw new OsbError('BadRequest', `plan_id: the service offering "${offering.name}" has no plan with this id`);
  return { offering, plan };
}

/** The plan's own word counts before the offering's (CAT-11, CAT-26). */
export function isBindable(offering: ServiceOffering, plan: Plan): boolean {
  return plan.bindable ?? offering.bindable;
}

/** May an instance of this plan change to another plan? Judged on the plan in use now (UPD-22, CAT-19, CAT-20). */
export function isPlanUpdateable(offering: ServiceOffering, plan: Plan): boolean {
  return plan.plan_updateable ?? offering.plan_updateable ?? false;
}

/**
 * Compares what the platform believes to be the maintenance version of the (target) plan with the catalog (MAINT-01 …
 * MAINT-06).
 * @throws OsbError `MaintenanceInfoConflict`
 */
export function checkMaintenanceInfo(plan: Plan, maintenanceInfo: { readonly version: string } | undefined): void {
  if (!maintenanceInfo || maintenanceInfo.version === plan.maintenance_info?.version) return;
  throw new OsbError(
    'MaintenanceInfoConflict',
    plan.maintenance_info
      ? `maintenance_info.version: the plan "${plan.name}" is at version ${plan.maintenance_info.version}; refresh the catalog and try again`
      : `maintenance_info: the plan "${plan.name}" has no maintenance version; refresh the catalog and try again`,
  );
}
