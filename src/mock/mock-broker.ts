/**
 * A broker that keeps everything in memory and creates nothing: for people who build platforms, and for tests.
 *
 * Follows the specification in full; what it shall do wrong is up to `mock-faults.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { Catalog } from '../osb/catalog.js';
import type { ServiceBroker } from '../osb/service-broker.js';
import { createBindingMethods } from './mock-bindings.js';
import { MOCK_CATALOG } from './mock-catalog.js';
import { createInstanceMethods } from './mock-instances.js';
import { MockOperations } from './mock-operations.js';
import type { MockOperationCall, MockWorld } from './mock-world.js';

export interface MockBrokerOptions {
  readonly catalog?: Catalog | undefined;
  /** `async` answers 202 and insists on `accepts_incomplete`, `sync` does everything at once; `async` unless told. */
  readonly mode?: 'sync' | 'async' | undefined;
  /** How many polls say `in progress` before an operation ends: 1 unless told. */
  readonly polls?: number | undefined;
  /** How long an operation takes at least: 0 unless told. */
  readonly operationMs?: number | undefined;
  /** Sent with polls as `Retry-After`; none unless told. */
  readonly retryAfterSeconds?: number | undefined;
  /** Why an operation that begins now shall fail in the end; undefined when it shall succeed. */
  readonly failureOf?: ((call: MockOperationCall) => string | undefined) | undefined;
}

const KINDS = {
  provision: 'create',
  bind: 'create',
  update: 'update',
  deprovision: 'delete',
  unbind: 'delete',
} as const;

export function createMockBroker(options: MockBrokerOptions = {}): ServiceBroker {
  const { catalog = MOCK_CATALOG, mode = 'async', polls = 1, operationMs = 0, retryAfterSeconds, failureOf } = options;
  const world: MockWorld = {
    catalog,
    asynchronous: mode === 'async',
    retryAfterSeconds,
    instances: new Map(),
    newOperations: () => new MockOperations(() => performance.now(), randomUUID),
    plan: (call) => ({
      kind: KINDS[call],
      polls,
      endsAt: performance.now() + operationMs,
      failure: failureOf?.(call),
    }),
  };
  return { catalog: async () => catalog, ...createInstanceMethods(world), ...createBindingMethods(world) };
}
