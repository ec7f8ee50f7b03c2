/** `binding.yml`: the order of a service binding (written by the broker, read by pipelines). */
import { z } from 'zod';
import { JsonObject } from '../osb/json-object.js';
import { BindingOperation, OriginatingIdentity, nullToUndefined } from './operation-file.js';

/** Key order here is the key order in the file. Unknown keys are kept. */
export const BindingFile = z.looseObject({
  bindingId: z.string().min(1),
  serviceInstanceId: z.string().min(1),
  serviceDefinitionId: z.string().min(1),
  planId: z.string().min(1),
  originatingIdentity: OriginatingIdentity.nullable().default(null),
  parameters: z.preprocess((value) => value ?? {}, JsonObject),
  /** Complete, with `app_guid` and `route`. */
  bindResource: nullToUndefined(JsonObject),
  context: JsonObject.nullable().default(null),
  deleted: z.boolean().default(false),
  predecessorBindingId: nullToUndefined(z.string()),
  operation: nullToUndefined(BindingOperation),
});
export type BindingFile = z.infer<typeof BindingFile>;
