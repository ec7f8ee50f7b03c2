/** Files of a repository with records in every state. */
import { formatYaml as stringify } from '../../src/repository/yaml.js';
import type { Files } from '../helpers/git-repository.js';
import { CATALOG, DATABASE, SMALL } from '../helpers/catalog.js';

export const REQUESTED = '2026-01-02T03:04:05.000Z';

export interface GivenRecord {
  readonly type?: string;
  readonly operation?: string;
  readonly deleted?: boolean;
  readonly status?: object;
  readonly more?: object;
}

export function instanceFiles(
  id: string,
  { type = 'provision', operation = 'op-1', deleted, status, more }: GivenRecord,
): Files {
  const order = {
    serviceInstanceId: id,
    serviceDefinitionId: DATABASE,
    planId: SMALL,
    serviceDefinition: { id: DATABASE, name: 'database', plans: [{ id: SMALL, name: 'small' }], requires: [] },
    parameters: { size: 2 },
    context: {
      platform: 'cloudfoundry',
      organization_guid: 'o-1',
      organization_name: 'acme',
      space_guid: 's-1',
      space_name: 'dev',
    },
    deleted: deleted ?? false,
    operation: { id: operation, type, requestedAt: REQUESTED },
    ...more,
  };
  return {
    [`instances/${id}/instance.yml`]: stringify(order),
    ...(status && { [`instances/${id}/status.yml`]: stringify(status) }),
  };
}

export function bindingFiles(
  instance: string,
  id: string,
  { type = 'bind', operation = 'op-b', deleted, status }: GivenRecord,
): Files {
  const order = {
    bindingId: id,
    serviceInstanceId: instance,
    serviceDefinitionId: DATABASE,
    planId: SMALL,
    parameters: {},
    deleted: deleted ?? false,
    operation: { id: operation, type, requestedAt: REQUESTED },
  };
  const path = `instances/${instance}/bindings/${id}`;
  return {
    [`${path}/binding.yml`]: stringify(order),
    ...(status && { [`${path}/status.yml`]: stringify(status) }),
  };
}

export const CATALOG_FILE = { 'catalog.yml': stringify(CATALOG) };
