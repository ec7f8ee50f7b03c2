/** What a binding is for, from either of the two places where a request can say it. */
import type { BindBody } from './requests.js';

/** The deprecated top-level `app_guid` counts as the one of `bind_resource` (BIND-10). */
export function bindResourceOf({ bind_resource, app_guid }: BindBody): Record<string, unknown> | undefined {
  const resource = { ...(app_guid !== undefined && { app_guid }), ...bind_resource };
  return Object.keys(resource).length === 0 ? undefined : resource;
}
