/** Answers that instances and bindings of the mock have in common. */
import { isDeepStrictEqual } from 'node:util';
import { OsbError } from '../osb/errors.js';
import type { DeleteResult, LastOperation } from '../osb/service-broker.js';
import type { MockResource } from './mock-resources.js';
import type { MockOperationCall, MockWorld } from './mock-world.js';

export function requireAsync(world: MockWorld, acceptsIncomplete: boolean): void {
  if (world.asynchronous && !acceptsIncomplete) {
    throw new OsbError('AsyncRequired', 'This broker works asynchronously: accepts_incomplete=true is required');
  }
}

export function busy(what: string): OsbError {
  return new OsbError('ConcurrencyError', `Another operation on this ${what} is in progress`);
}

/** Begins work, or does it at once. Gives the operation, if there is one. */
export function carryOut<T>(
  world: MockWorld,
  call: MockOperationCall,
  resource: MockResource<T>,
  request: unknown,
  onSuccess: () => void,
): string | undefined {
  if (world.asynchronous) return resource.operations.start({ ...world.plan(call), request, onSuccess });
  const { failure } = world.plan(call);
  if (failure !== undefined) throw new OsbError('InternalError', failure);
  onSuccess();
  return undefined;
}

/** The operation that an identical request of this kind has begun and that still runs (ASYNC-12). */
export function repeated<T>(resource: MockResource<T>, call: 'create' | 'update' | 'delete', request: unknown) {
  const running = resource.operations.running();
  return running?.kind === call && isDeepStrictEqual(running.request, request) ? running.id : undefined;
}

export function deleteResource<T>(
  world: MockWorld,
  call: 'deprovision' | 'unbind',
  resource: MockResource<T> | undefined,
  onSuccess: () => void,
): DeleteResult {
  const last = resource?.operations.last();
  // A failed create has left something to delete (ORPH-02); a running one is cut short (DEP-11).
  const unfinished = last !== undefined && last.kind === 'create' && last.state !== 'succeeded';
  if (!resource || (resource.presence === 'absent' && !unfinished)) {
    throw new OsbError('Gone', 'There is nothing to delete');
  }
  const repeat = repeated(resource, 'delete', undefined);
  if (repeat !== undefined) return { outcome: 'accepted', operation: repeat };
  const operation = carryOut(world, call, resource, undefined, () => {
    resource.presence = 'absent';
    resource.deleted = true;
    onSuccess();
  });
  return operation === undefined ? { outcome: 'deleted' } : { outcome: 'accepted', operation };
}

export function pollResource<T>(
  world: MockWorld,
  resource: MockResource<T> | undefined,
  id: string | undefined,
): LastOperation {
  const operation = resource?.operations.poll(id);
  if (!operation) throw new OsbError('NotFound', 'There has been no operation');
  if (operation.kind === 'delete' && operation.state === 'succeeded') throw new OsbError('Gone', 'It has been deleted');
  const { state, description, kind } = operation;
  return {
    state,
    description,
    ...(state === 'failed' && kind === 'update' && { instance_usable: true, update_repeatable: true }),
    ...(state === 'in progress' && { retryAfterSeconds: world.retryAfterSeconds }),
  };
}
