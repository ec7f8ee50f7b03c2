/** `instance.yml`: the order of a service instance (written by the broker, read by pipelines). */
import { z } from 'zod';
import { JsonObject } from '../osb/json-object.js';
import { InstanceOperation, MaintenanceInfo, OriginatingIdentity, nullToUndefined } from './operation-file.js';

/** The offering as it was when the order came in. Keys that UniPipe pipelines read; `dashboardClient` never holds its secret. */
const ServiceDefinition = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  plans: z.array(JsonObject).optional(),
});

/** Key order here is the key order in the file. Unknown keys are kept. */
export const InstanceFile = z.looseObject({
  serviceInstanceId: z.string().min(1),
  serviceDefinitionId: z.string().min(1),
  planId: z.string().min(1),
  serviceDefinition: nullToUndefined(ServiceDefinition),
  originatingIdentity: OriginatingIdentity.nullable().default(null),
  asyncAccepted: z.boolean().default(true),
  parameters: z.preprocess((value) => value ?? {}, JsonObject),
  context: JsonObject.nullable().default(null),
  deleted: z.boolean().default(false),
  organizationGuid: nullToUndefined(z.string()),
  spaceGuid: nullToUndefined(z.string()),
  maintenanceInfo: nullToUndefined(MaintenanceInfo),
  dashboardUrl: nullToUndefined(z.string()),
  operation: nullToUndefined(InstanceOperation),
});
export type InstanceFile = z.infer<typeof InstanceFile>;
