/** What a handler hands back: parts of credentials.yml and response.yml, spelled as on the wire. */
import { z } from 'zod';
import { JsonObject } from '../osb/json-object.js';
import { BindingResponseFile, InstanceResponseFile } from '../repository/response-file.js';

const Told = {
  /** What platform users read. */
  description: z.string().optional(),
  /** Of a failed update or delete: whether the instance still works. */
  instance_usable: z.boolean().optional(),
  update_repeatable: z.boolean().optional(),
};

const InstanceResult = z.strictObject({ ...Told, ...InstanceResponseFile.shape });
const BindingResult = z.strictObject({ ...Told, credentials: JsonObject.optional(), ...BindingResponseFile.shape });

export type HandlerResult = Partial<z.infer<typeof InstanceResult> & z.infer<typeof BindingResult>>;

const RESULTS = { instance: InstanceResult, binding: BindingResult };

/** Names of all fields that a result may have. */
export function resultFields(kind: 'instance' | 'binding'): readonly string[] {
  return Object.keys(RESULTS[kind].shape);
}

export type ResultRead =
  { readonly kind: 'valid'; readonly result: HandlerResult } | { readonly kind: 'invalid'; readonly reason: string };

export function readResult(kind: 'instance' | 'binding', value: unknown): ResultRead {
  const checked = RESULTS[kind].safeParse(value);
  if (checked.success) return { kind: 'valid', result: checked.data };
  const reasons = checked.error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
  return { kind: 'invalid', reason: reasons.join('; ') };
}
