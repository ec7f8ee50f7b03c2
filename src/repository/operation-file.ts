/** `operation` of instance.yml and binding.yml: what the pipeline is asked to do; and the small shapes both files share. */
import { z } from 'zod';
import { JsonObject } from '../osb/json-object.js';

/** UniPipe writes `null` where it means "absent". */
export const nullToUndefined = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => value ?? undefined, schema.optional()) as unknown as z.ZodOptional<T>;

export const MaintenanceInfo = z.looseObject({ version: z.string() });
export type MaintenanceInfo = z.infer<typeof MaintenanceInfo>;

/** `platform` and the decoded value's own keys, side by side. UniPipe writes `platform: null` when it knows none. */
export const OriginatingIdentity = z.looseObject({ platform: z.string().nullable().optional() });

const OperationType = z.enum(['provision', 'update', 'deprovision', 'bind', 'unbind']);
/** What an instance was before the update, so that a failed one can be forgotten. */
const Previous = z.looseObject({
  planId: z.string(),
  parameters: z.preprocess((value) => value ?? {}, JsonObject),
  maintenanceInfo: nullToUndefined(MaintenanceInfo),
  context: JsonObject.nullable().default(null),
});

/** An earlier operation of the same record and how it ended, so that a late poll gets its own answer (LOP-14). */
const Concluded = z.looseObject({
  id: z.string(),
  type: OperationType,
  state: z.enum(['succeeded', 'failed']),
});
export type Concluded = z.infer<typeof Concluded>;

export const Operation = z.looseObject({
  /** Unique, URL-safe; also the `operation` string of the 202. */
  id: z.string().min(1),
  type: OperationType,
  requestedAt: z.iso.datetime().optional(),
  /** `X-Broker-API-Request-Identity`, if sent. */
  requestId: z.string().optional(),
  /** Updates only: the values last in force. */
  previous: Previous.optional(),
  /** Ids of operations of this record that this one, or one before it, cut short. */
  supersedes: z.array(z.string()).optional(),
  /** The newest earlier operations that came to an end, oldest first. */
  concluded: z.array(Concluded).optional(),
  /** Set by the broker when no status came in time: the operation has failed for good. */
  expiredAt: z.iso.datetime().optional(),
});
export type Operation = z.infer<typeof Operation>;

/** An operation of the other kind would make a record that nobody can follow, so its file counts as unreadable. */
export const InstanceOperation = Operation.refine(({ type }) => type !== 'bind' && type !== 'unbind', {
  path: ['type'],
  error: 'a service instance has no bind or unbind operation',
});
export const BindingOperation = Operation.refine(({ type }) => type === 'bind' || type === 'unbind', {
  path: ['type'],
  error: 'a service binding has only bind and unbind operations',
});
