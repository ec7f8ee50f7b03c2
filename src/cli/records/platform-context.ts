/** Where on its platform a service was ordered: the words of Cloud Foundry, Kubernetes and meshStack, as far as they are there. */
import type { BindingFile } from '../../repository/binding-file.js';
import type { InstanceFile } from '../../repository/instance-file.js';

export interface PlatformContext {
  readonly platform?: string | undefined;
  readonly organization?: string | undefined;
  readonly space?: string | undefined;
  readonly namespace?: string | undefined;
  readonly cluster?: string | undefined;
  readonly customer?: string | undefined;
  readonly project?: string | undefined;
  /** Ids beside the names above, for filters. */
  readonly ids: readonly string[];
}

export function describePlatformContext(file: InstanceFile | BindingFile, instance: InstanceFile): PlatformContext {
  const context = file.context ?? instance.context ?? {};
  const text = (...keys: string[]) => keys.map((key) => context[key]).find((value) => typeof value === 'string');
  return {
    platform: text('platform') ?? file.originatingIdentity?.platform ?? undefined,
    organization: text('organization_name', 'organization_guid') ?? instance.organizationGuid,
    space: text('space_name', 'space_guid') ?? instance.spaceGuid,
    namespace: text('namespace'),
    cluster: text('clusterid'),
    customer: text('customer_id', 'workspace_id'),
    project: text('project_id'),
    ids: [text('organization_guid'), text('space_guid'), instance.organizationGuid, instance.spaceGuid].filter(
      (id) => id !== undefined,
    ),
  };
}
