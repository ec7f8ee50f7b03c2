/** The catalog as the specification defines it: schemas and types. Rules across objects are in `catalog-rules.ts`. */
import { z } from 'zod';
import { JsonObject } from './json-object.js';
import { optional } from './optional-field.js';

const text = z.string().min(1, 'must not be empty');
/** Semantic Versioning 2.0, the expression that semver.org publishes (CAT-29). */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;

const InputParameters = z.looseObject({ parameters: optional(JsonObject) });
const Schemas = z.looseObject({
  service_instance: optional(z.looseObject({ create: optional(InputParameters), update: optional(InputParameters) })),
  service_binding: optional(z.looseObject({ create: optional(InputParameters) })),
});
const MaintenanceInfo = z.looseObject({
  version: z.string().max(1_000).regex(SEMVER, 'must be a Semantic Versioning 2.0 version'),
  description: optional(z.string()),
});
/** PROF-03 */
const Cost = z.looseObject({ amount: z.record(z.string(), z.number()), unit: z.string() });
const PlanMetadata = z.looseObject({ costs: optional(z.array(Cost)) });

export const Plan = z.looseObject({
  id: text,
  name: text,
  description: text,
  metadata: optional(PlanMetadata),
  free: optional(z.boolean()),
  bindable: optional(z.boolean()),
  binding_rotatable: optional(z.boolean()),
  plan_updateable: optional(z.boolean()),
  schemas: optional(Schemas),
  maximum_polling_duration: optional(z.int().positive('must be at least 1')),
  maintenance_info: optional(MaintenanceInfo),
});
export type Plan = z.infer<typeof Plan>;

const DashboardClient = z.looseObject({ id: text, secret: text, redirect_uri: optional(z.string()) });

export const ServiceOffering = z.looseObject({
  id: text,
  name: text,
  description: text,
  tags: optional(z.array(z.string())),
  requires: optional(z.array(z.enum(['syslog_drain', 'route_forwarding', 'volume_mount']))),
  bindable: z.boolean(),
  instances_retrievable: optional(z.boolean()),
  bindings_retrievable: optional(z.boolean()),
  allow_context_updates: optional(z.boolean()),
  plan_updateable: optional(z.boolean()),
  metadata: optional(JsonObject),
  dashboard_client: optional(DashboardClient),
  plans: z.array(Plan).min(1, 'must have at least one plan'),
});
export type ServiceOffering = z.infer<typeof ServiceOffering>;

export const Catalog = z.looseObject({ services: z.array(ServiceOffering) });

export interface Catalog {
  readonly services: readonly ServiceOffering[];
}
