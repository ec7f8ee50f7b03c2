/**
 * What brokers answer, as the client hands it on. More tolerant than the broker side: only what would make an answer
 * useless is an error; fields that nobody knows are kept.
 */
import { z } from 'zod';
import { JsonObject } from '../osb/json-object.js';
import { optional } from '../osb/optional-field.js';

const InstanceMetadata = z.looseObject({ labels: optional(JsonObject), attributes: optional(JsonObject) });
const BindingMetadata = z.looseObject({ expires_at: optional(z.string()), renew_before: optional(z.string()) });

export const OrderAnswer = z.looseObject({
  operation: optional(z.string()),
  dashboard_url: optional(z.string()),
  metadata: optional(InstanceMetadata),
});
export type OrderAnswer = z.infer<typeof OrderAnswer>;

export const DeleteAnswer = z.looseObject({ operation: optional(z.string()) });
export type DeleteAnswer = z.infer<typeof DeleteAnswer>;

export const InstanceAnswer = z.looseObject({
  service_id: optional(z.string()),
  plan_id: optional(z.string()),
  dashboard_url: optional(z.string()),
  parameters: optional(JsonObject),
  maintenance_info: optional(z.looseObject({ version: z.string() })),
  metadata: optional(InstanceMetadata),
});
export type InstanceAnswer = z.infer<typeof InstanceAnswer>;

export const BindingAnswer = z.looseObject({
  operation: optional(z.string()),
  credentials: optional(JsonObject),
  syslog_drain_url: optional(z.string()),
  route_service_url: optional(z.string()),
  volume_mounts: optional(z.array(JsonObject)),
  endpoints: optional(z.array(JsonObject)),
  metadata: optional(BindingMetadata),
  parameters: optional(JsonObject),
});
export type BindingAnswer = z.infer<typeof BindingAnswer>;

export const LastOperationAnswer = z.looseObject({
  state: z.enum(['in progress', 'succeeded', 'failed']),
  description: optional(z.string()),
  instance_usable: optional(z.boolean()),
  update_repeatable: optional(z.boolean()),
});
export type LastOperationAnswer = z.infer<typeof LastOperationAnswer>;

/** `accepted` is 202: the work goes on, and has to be polled. */
export type Outcome = 'created' | 'exists' | 'updated' | 'deleted' | 'accepted';

/** The body, and what the status said about it. */
export interface Answered<T, O extends Outcome> {
  readonly outcome: O | 'accepted';
  readonly body: T;
  readonly retryAfterSeconds?: number | undefined;
}

type CreateOutcome = 'created' | 'exists';
export type ProvisionAnswered = Answered<OrderAnswer, CreateOutcome>;
export type UpdateAnswered = Answered<OrderAnswer, 'updated'>;
export type DeleteAnswered = Answered<DeleteAnswer, 'deleted'>;
export type BindAnswered = Answered<BindingAnswer, CreateOutcome>;
export type PollAnswer = LastOperationAnswer & { readonly retryAfterSeconds?: number | undefined };
