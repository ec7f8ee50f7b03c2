/** Bodies that the broker sends for instances and bindings, as zod schemas: pipelines write parts of them into files. */
import { z } from 'zod';
import { JsonObject } from './json-object.js';

export const InstanceMetadata = z.looseObject({ labels: JsonObject.optional(), attributes: JsonObject.optional() });
export type InstanceMetadata = z.infer<typeof InstanceMetadata>;

/** ISO 8601 in UTC, as META-07 wants it. */
const Timestamp = z.iso.datetime({ error: 'must be a UTC time such as 2030-01-31T23:59:59.0Z' });

export const BindingMetadata = z
  .looseObject({ expires_at: Timestamp.optional(), renew_before: Timestamp.optional() })
  .refine(
    ({ expires_at, renew_before }) =>
      !expires_at || !renew_before || Date.parse(renew_before) <= Date.parse(expires_at),
    'renew_before must not be later than expires_at',
  );
export type BindingMetadata = z.infer<typeof BindingMetadata>;

export const VolumeMount = z.looseObject({
  driver: z.string().min(1),
  container_dir: z.string().min(1),
  mode: z.enum(['r', 'rw']),
  device_type: z.literal('shared'),
  device: z.looseObject({ volume_id: z.string().min(1), mount_config: JsonObject.optional() }),
});

export const Endpoint = z.looseObject({
  host: z.string().min(1),
  ports: z.array(z.string().regex(/^\d{1,5}(-\d{1,5})?$/, 'must be a port ("443") or a range ("9000-9010")')).min(1),
  protocol: z.enum(['tcp', 'udp', 'all']).optional(),
});

/** `200` of `GET /v2/service_instances/:instance_id` (GETI-06). */
export interface InstanceResponse {
  readonly service_id?: string | undefined;
  readonly plan_id?: string | undefined;
  readonly dashboard_url?: string | undefined;
  readonly parameters?: Record<string, unknown> | undefined;
  readonly maintenance_info?: { readonly version: string } | undefined;
  readonly metadata?: InstanceMetadata | undefined;
}

/** Everything a binding hands out (BIND-20 … BIND-28, GETB-06). */
export interface BindingResponse {
  readonly metadata?: BindingMetadata | undefined;
  readonly credentials?: Record<string, unknown> | undefined;
  readonly syslog_drain_url?: string | undefined;
  readonly route_service_url?: string | undefined;
  readonly volume_mounts?: readonly z.infer<typeof VolumeMount>[] | undefined;
  readonly endpoints?: readonly z.infer<typeof Endpoint>[] | undefined;
  readonly parameters?: Record<string, unknown> | undefined;
}
