/** The operation a record is about. UniPipe writes none: then it follows from `deleted`. */
import type { Operation } from './operation-file.js';

/** Id of operations in records that UniPipe wrote. */
const UNIPIPE_OPERATION_ID = 'unipipe';

export function operationOf(
  file: { readonly deleted: boolean; readonly operation?: Operation | undefined },
  kind: 'instance' | 'binding',
): Operation {
  if (file.operation) return file.operation;
  const types = { instance: ['provision', 'deprovision'], binding: ['bind', 'unbind'] } as const;
  return { id: UNIPIPE_OPERATION_ID, type: types[kind][file.deleted ? 1 : 0] };
}
