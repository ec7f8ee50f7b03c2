/** What the catalog alone says against an order, all of it in one call. Knows no instances and no bindings. */
import type { Catalog, ServiceOffering } from './catalog.js';
import { checkMaintenanceInfo, findPlan, isBindable, isPlanUpdateable } from './catalog-checks.js';
import { OsbError } from './errors.js';
import { validateParameters } from './parameter-schema.js';
import type { BindBody, ProvisionBody, UpdateBody } from './requests.js';

/** @throws OsbError (PROV-08 … PROV-10, MAINT-01) */
export function checkProvision(catalog: Catalog, body: ProvisionBody): void {
  const { plan } = findPlan(catalog, body.service_id, body.plan_id);
  checkMaintenanceInfo(plan, body.maintenance_info);
  validateParameters(plan.schemas?.service_instance?.create?.parameters, body.parameters ?? {});
}

/**
 * The plan in use is the one that the platform says it is; a broker that knows better must look for itself.
 * @throws OsbError (UPD-06, UPD-07, UPD-08)
 */
export function checkUpdate(catalog: Catalog, { service_id, plan_id, previous_values, ...body }: UpdateBody): void {
  const offering = findOffering(catalog, service_id);
  const current = planNamedBy(offering, previous_values?.['plan_id']);
  const target = plan_id === undefined ? current : findPlan(catalog, service_id, plan_id).plan;
  if (current && target && current.id !== target.id && !isPlanUpdateable(offering, current))
    throw new OsbError('PlanChangeNotSupported', `Instances of the plan "${current.name}" cannot change their plan`);
  if (!target) return;
  checkMaintenanceInfo(target, body.maintenance_info);
  if (body.parameters) validateParameters(target.schemas?.service_instance?.update?.parameters, body.parameters);
}

/** A rotation may leave out the plan; its broker knows it from the instance. @throws OsbError (BIND-06, BIND-07, ROT-02) */
export function checkBind(catalog: Catalog, { service_id, plan_id, ...body }: BindBody): void {
  if (service_id === undefined || plan_id === undefined) return;
  const { offering, plan } = findPlan(catalog, service_id, plan_id);
  if (!isBindable(offering, plan)) throw new OsbError('BadRequest', `The plan "${plan.name}" is not bindable`);
  const rotation = body.predecessor_binding_id !== undefined;
  if (rotation && !plan.binding_rotatable)
    throw new OsbError('BadRequest', `Bindings of the plan "${plan.name}" cannot be rotated`);
  // A rotation without parameters takes those of its predecessor (ROT-03).
  if (rotation && body.parameters === undefined) return;
  validateParameters(plan.schemas?.service_binding?.create?.parameters, body.parameters ?? {});
}

function findOffering({ services }: Catalog, serviceId: string): ServiceOffering {
  const offering = services.find(({ id }) => id === serviceId);
  if (!offering) throw new OsbError('BadRequest', 'service_id: the catalog has no service offering with this id');
  return offering;
}

function planNamedBy({ plans }: ServiceOffering, planId: unknown) {
  return plans.find(({ id }) => id === planId);
}
