/**
 * Bodies that platforms send, as zod schemas. Unknown fields are dropped, never refused (VEND-01); `null` for an optional
 * field counts as absent.
 */
import { z } from 'zod';

/** Ill-formed UTF-16 cannot be written to a file and read back the same, so it is no identifier. */
const text = z.string().refine((value) => value.isWellFormed(), 'must be well-formed Unicode');
const id = text.min(1, 'must not be empty');
/** A JSON object of the service's own: kept as sent. */
const JsonObject = z.record(z.string(), z.unknown());
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => value ?? undefined, schema.optional()) as unknown as z.ZodOptional<T>;

export type JsonObject = z.infer<typeof JsonObject>;

/** Only `version` counts (MAINT-04). */
const MaintenanceInfo = z.object({ version: id });

export const ProvisionBody = z.object({
  service_id: id,
  plan_id: id,
  organization_guid: id,
  space_guid: id,
  parameters: optional(JsonObject),
  context: optional(JsonObject),
  maintenance_info: optional(MaintenanceInfo),
});
export type ProvisionBody = z.infer<typeof ProvisionBody>;

export const UpdateBody = z.object({
  service_id: id,
  plan_id: optional(id),
  parameters: optional(JsonObject),
  context: optional(JsonObject),
  maintenance_info: optional(MaintenanceInfo),
  previous_values: optional(JsonObject),
});
export type UpdateBody = z.infer<typeof UpdateBody>;

const BindResource = z.looseObject({ app_guid: optional(id), route: optional(text) });

const bindFields = {
  app_guid: optional(id),
  bind_resource: optional(BindResource),
  parameters: optional(JsonObject),
  context: optional(JsonObject),
};
/** A rotation may leave out everything but the predecessor (ROT-03). */
export const BindBody = z.union([
  z.object({ ...bindFields, predecessor_binding_id: id, service_id: optional(id), plan_id: optional(id) }),
  z.object({ ...bindFields, predecessor_binding_id: z.undefined().optional(), service_id: id, plan_id: id }),
]);
export type BindBody = z.infer<typeof BindBody>;
