/** What the mock broker remembers: instances with their bindings, also those that are gone. */
import type { MockOperations } from './mock-operations.js';

export interface MockResource<T> {
  /** `absent` also while it is being created, and after it was deleted. */
  presence: 'absent' | 'present';
  /** Never undone: a deleted one answers polls about its deletion. */
  deleted: boolean;
  /** As last ordered. */
  order: T;
  readonly operations: MockOperations;
}

export interface InstanceOrder {
  readonly service_id: string;
  readonly plan_id: string;
  readonly organization_guid: string;
  readonly space_guid: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly maintenanceVersion: string | undefined;
}

export interface BindingOrder {
  readonly service_id: string;
  readonly plan_id: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly bind_resource: unknown;
  readonly app_guid: string | undefined;
  readonly predecessor_binding_id: string | undefined;
}

export interface MockInstance extends MockResource<InstanceOrder> {
  readonly bindings: Map<string, MockResource<BindingOrder>>;
}
