/** What a binding hands out, put together from credentials.yml and response.yml; and why it cannot be, when it cannot. */
import type { BindingResponse } from '../osb/responses.js';
import type { FileProblem } from '../repository/problem.js';
import type { BindingRecord } from '../repository/repository-view.js';
import type { KnownInstance } from './known-instance.js';

/** Each of these fields obliges the offering to list the permission in `requires` (CAT-42). */
const REQUIRED_PERMISSIONS = {
  syslog_drain_url: 'syslog_drain',
  route_service_url: 'route_forwarding',
  volume_mounts: 'volume_mount',
} as const;

/** The first reason why this binding's information cannot be delivered; undefined when it can. */
export function bindingProblem(record: BindingRecord, instance: KnownInstance): FileProblem | undefined {
  if (record.credentials.kind === 'unreadable') return record.credentials.problem;
  if (record.response.kind === 'unreadable') return record.response.problem;
  return undeclaredField(record, instance);
}

function undeclaredField({ response, path }: BindingRecord, { file }: KnownInstance): FileProblem | undefined {
  const requires = file.serviceDefinition?.['requires'];
  if (response.kind !== 'valid' || !Array.isArray(requires)) return undefined;
  const fields = Object.entries(REQUIRED_PERMISSIONS) as [keyof typeof REQUIRED_PERMISSIONS, string][];
  const undeclared = fields.find(
    ([field, permission]) => response.value[field] !== undefined && !requires.includes(permission),
  );
  if (!undeclared) return undefined;
  const [field, permission] = undeclared;
  return {
    path: `${path}/response.yml`,
    reason: `${field} needs the service offering to list "${permission}" in requires`,
  };
}

/** Credentials are an empty object when there is no credentials.yml: tenant bindings have none. */
export function bindingInformation({ binding, credentials, response }: BindingRecord): BindingResponse {
  const answer = response.kind === 'valid' ? response.value : undefined;
  return {
    metadata: answer?.metadata,
    credentials: credentials.kind === 'valid' ? credentials.value : {},
    syslog_drain_url: answer?.syslog_drain_url,
    route_service_url: answer?.route_service_url,
    volume_mounts: answer?.volume_mounts,
    endpoints: answer?.endpoints,
    parameters: binding.kind === 'valid' ? binding.value.parameters : undefined,
  };
}
