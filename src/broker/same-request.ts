/** Is a repeated request the same one? Compared by meaning: key order, `null` and `{}` for no parameters do not count. */
import { bindResourceOf } from '../osb/bind-resource.js';
import type { BindBody, ProvisionBody } from '../osb/requests.js';
import { sameJson } from '../osb/same-json.js';
import type { BindingFile } from '../repository/binding-file.js';
import type { InstanceFile } from '../repository/instance-file.js';
import type { InstanceValues } from './known-instance.js';

/** `organization_guid` and `space_guid` are compared where the record has them: UniPipe did not keep them. */
export function sameProvision(body: ProvisionBody, file: InstanceFile, values: InstanceValues): boolean {
  return (
    body.service_id === file.serviceDefinitionId &&
    body.plan_id === values.planId &&
    sameWhereKnown(file.organizationGuid, body.organization_guid) &&
    sameWhereKnown(file.spaceGuid, body.space_guid) &&
    sameWhereKnown(values.maintenanceInfo?.version, body.maintenance_info?.version) &&
    sameJson(body.parameters ?? {}, values.parameters)
  );
}

function sameWhereKnown(recorded: string | undefined, sent: string | undefined): boolean {
  return recorded === undefined || sent === undefined || recorded === sent;
}

/** What a binding is made from, whichever of the two forms the request has (plain, or rotation). */
export interface BindingValues {
  readonly serviceId: string;
  readonly planId: string;
  readonly parameters: Record<string, unknown>;
  readonly bindResource: Record<string, unknown> | undefined;
  readonly predecessorBindingId: string | undefined;
}

export function sameBinding(body: BindBody, file: BindingFile): boolean {
  const rotation = body.predecessor_binding_id !== undefined;
  const resource = bindResourceOf(body);
  return (
    sameWhereKnown(file.serviceDefinitionId, body.service_id) &&
    sameWhereKnown(file.planId, body.plan_id) &&
    body.predecessor_binding_id === file.predecessorBindingId &&
    ((rotation && body.parameters === undefined) || sameJson(body.parameters ?? {}, file.parameters)) &&
    ((rotation && resource === undefined) || sameJson(resource ?? {}, file.bindResource ?? {}))
  );
}
