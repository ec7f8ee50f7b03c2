/** The catalog as the specification defines it: schema, types and the rules that span several objects. */
import { z } from 'zod';

const JsonObject = z.record(z.string(), z.unknown());
const text = z.string().min(1, 'must not be empty');
/** Semantic Versioning 2.0, the expression that semver.org publishes (CAT-29). */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;

const InputParameters = z.looseObject({ parameters: JsonObject.optional() });
const Schemas = z.looseObject({
  service_instance: z.looseObject({ create: InputParameters.optional(), update: InputParameters.optional() }).optional(),
  service_binding: z.looseObject({ create: InputParameters.optional() }).optional(),
});

export const Plan = z.looseObject({
  id: text,
  name: text,
  description: text,
  metadata: JsonObject.optional(),
  free: z.boolean().optional(),
  bindable: z.boolean().optional(),
  binding_rotatable: z.boolean().optional(),
  plan_updateable: z.boolean().optional(),
  schemas: Schemas.optional(),
  maximum_polling_duration: z.int().positive().optional(),
  maintenance_info: z
    .looseObject({
      version: z.string().regex(SEMVER, 'must be a Semantic Versioning 2.0 version'),
      description: z.string().optional(),
    })
    .optional(),
});
export type Plan = z.infer<typeof Plan>;

export const ServiceOffering = z.looseObject({
  id: text,
  name: text,
  description: text,
  tags: z.array(z.string()).optional(),
  requires: z.array(z.enum(['syslog_drain', 'route_forwarding', 'volume_mount'])).optional(),
  bindable: z.boolean(),
  instances_retrievable: z.boolean().optional(),
  bindings_retrievable: z.boolean().optional(),
  allow_context_updates: z.boolean().optional(),
  plan_updateable: z.boolean().optional(),
  metadata: JsonObject.optional(),
  dashboard_client: z.looseObject({ id: text, secret: text, redirect_uri: z.string().optional() }).optional(),
  plans: z.array(Plan).min(1, 'must have at least one plan'),
});
export type ServiceOffering = z.infer<typeof ServiceOffering>;

export interface Catalog {
  readonly services: readonly ServiceOffering[];
}
