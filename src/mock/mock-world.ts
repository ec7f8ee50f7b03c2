/** What all parts of the mock broker share: its catalog, its way of working, its memory. */
import type { Catalog } from '../osb/catalog.js';
import type { MockOperations, OperationKind } from './mock-operations.js';
import type { MockInstance } from './mock-resources.js';

export type MockOperationCall = 'provision' | 'update' | 'deprovision' | 'bind' | 'unbind';

export interface MockWorld {
  readonly catalog: Catalog;
  readonly asynchronous: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly instances: Map<string, MockInstance>;
  newOperations(): MockOperations;
  /** How an operation that begins now will go. */
  plan(call: MockOperationCall): OperationCourse;
}

export interface OperationCourse {
  readonly kind: OperationKind;
  /** How many polls say `in progress`. */
  readonly polls: number;
  /** When it ends at the earliest. */
  readonly endsAt: number;
  /** Why it fails in the end; undefined when it succeeds. */
  readonly failure: string | undefined;
}
