/**
 * The asynchronous work that a mock resource has gone through: each operation ends after some polls and some time.
 *
 * Knows nothing of instances and bindings.
 */
import type { LastOperation } from '../osb/service-broker.js';
import type { OperationCourse } from './mock-world.js';

export type OperationKind = 'create' | 'update' | 'delete';

export interface OperationPlan extends OperationCourse {
  /** What was asked for, to know the same request again. */
  readonly request: unknown;
  readonly onSuccess: () => void;
}

interface Operation extends OperationPlan {
  readonly id: string;
  state: LastOperation['state'];
  description: string | undefined;
  pollsLeft: number;
}

export class MockOperations {
  readonly #all: Operation[] = [];
  readonly #now: () => number;
  readonly #newId: () => string;

  constructor(now: () => number, newId: () => string) {
    this.#now = now;
    this.#newId = newId;
  }

  /** An operation that still runs is cut short. */
  start(plan: OperationPlan): string {
    const running = this.running();
    if (running) Object.assign(running, { state: 'failed', description: 'Cut short by a later operation' });
    const id = this.#newId();
    this.#all.push({ ...plan, id, state: 'in progress', description: undefined, pollsLeft: plan.polls });
    return id;
  }

  running(): Readonly<Operation> | undefined {
    const last = this.last();
    if (last) this.#settle(last);
    return last?.state === 'in progress' ? last : undefined;
  }

  last(): Operation | undefined {
    return this.#all.at(-1);
  }

  /** The operation with this id, else the newest. */
  poll(id: string | undefined): Readonly<Operation> | undefined {
    const operation = this.#all.find((known) => known.id === id) ?? this.last();
    if (!operation) return undefined;
    if (operation.pollsLeft > 0) operation.pollsLeft -= 1;
    else this.#settle(operation);
    return operation;
  }

  #settle(operation: Operation): void {
    if (operation.state !== 'in progress' || operation.pollsLeft > 0 || this.#now() < operation.endsAt) return;
    operation.state = operation.failure === undefined ? 'succeeded' : 'failed';
    operation.description = operation.failure;
    if (operation.failure === undefined) operation.onSuccess();
  }
}
