/**
 * Bodies that platforms send, as zod schemas. Unknown fields are dropped, never refused (VEND-01); `null` for an optional
 * field counts as absent.
 */
import { z } from 'zod';
import { JsonObject } from './json-object.js';
import { describeIssues, reason } from './describe-issues.js';
import { OsbError } from './errors.js';
import { optional } from './optional-field.js';
import { isJsonObject } from './read-json.js';

const id = z.string().min(1, 'must not be empty');

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

const BindResource = z.looseObject({ app_guid: optional(id), route: optional(z.string()) });

const bindFields = {
  app_guid: optional(id),
  bind_resource: optional(BindResource),
  parameters: optional(JsonObject),
  context: optional(JsonObject),
};
/** May leave out everything but the predecessor (ROT-03). */
const RotateBody = z.object({
  ...bindFields,
  predecessor_binding_id: id,
  service_id: optional(id),
  plan_id: optional(id),
});
const FirstBindBody = z.object({
  ...bindFields,
  predecessor_binding_id: optional(z.undefined()),
  service_id: id,
  plan_id: id,
});
export const BindBody = z.union([RotateBody, FirstBindBody]);
export type BindBody = z.infer<typeof BindBody>;

/** @throws OsbError `BadRequest` that names every ill-formed field of the body. */
export function readBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  if (body === undefined) throw new OsbError('BadRequest', 'The body must be a JSON object, but there is none');
  if (!isJsonObject(body)) throw new OsbError('BadRequest', 'The body must be a JSON object');
  const result = schema.safeParse(body, { error: reason });
  if (result.success) return result.data;
  const problems = describeIssues(result.error).map(({ path, message }) => `${path}: ${message}`);
  throw new OsbError('BadRequest', problems.join('; '));
}

/** Which of the two forms it is decides what is missing, so that messages speak of the right one. */
export function readBindBody(body: unknown): BindBody {
  const rotation = isJsonObject(body) && (body['predecessor_binding_id'] ?? undefined) !== undefined;
  return rotation ? readBody(RotateBody, body) : readBody(FirstBindBody, body);
}
