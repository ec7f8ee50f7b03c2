/** `response.yml`: what a pipeline adds to the answers of fetches. Spelled as on the wire. */
import { z } from 'zod';
import { BindingMetadata, Endpoint, InstanceMetadata, VolumeMount } from '../osb/responses.js';
import { nullToUndefined } from './operation-file.js';

export const InstanceResponseFile = z.looseObject({
  dashboard_url: nullToUndefined(z.string()),
  metadata: nullToUndefined(InstanceMetadata),
});
export type InstanceResponseFile = z.infer<typeof InstanceResponseFile>;

export const BindingResponseFile = z.looseObject({
  syslog_drain_url: nullToUndefined(z.string()),
  route_service_url: nullToUndefined(z.string()),
  volume_mounts: nullToUndefined(z.array(VolumeMount)),
  endpoints: nullToUndefined(z.array(Endpoint)),
  metadata: nullToUndefined(BindingMetadata),
});
export type BindingResponseFile = z.infer<typeof BindingResponseFile>;
