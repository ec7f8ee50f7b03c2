/** What happened: what clients were told, and what the branch says. The checker compares the two and knows nothing else. */

export type OperationType = 'provision' | 'update' | 'deprovision' | 'bind' | 'unbind';

/** An order, and what its client got to know. Times are numbers that grow from event to event. */
export interface Order {
  readonly requestId: string;
  readonly type: OperationType;
  /** `instances/a` or `instances/a/bindings/b` */
  readonly record: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** undefined: no answer came, so it may or may not have been done. */
  readonly status: number | undefined;
  /** Of a 202. */
  readonly operation: string | undefined;
}

export interface Poll {
  /** URL of the broker that was asked. */
  readonly broker: string;
  readonly record: string;
  readonly operation: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly state: string | undefined;
}

/** A commit in which a record got another operation than before. */
export interface StartedOperation {
  readonly id: string;
  readonly type: string;
  readonly record: string;
  /** undefined for what follows from another one: bindings that go with their instance. */
  readonly requestId: string | undefined;
  /** Number of the commit on the branch. */
  readonly at: number;
}

/** A commit after which the record's status file says this about the record's own operation. */
export interface ReportedState {
  readonly record: string;
  readonly operation: string;
  readonly state: string;
  readonly at: number;
}

export interface Branch {
  readonly commits: number;
  /** Commits with more than one parent. */
  readonly merges: readonly string[];
  readonly started: readonly StartedOperation[];
  readonly reported: readonly ReportedState[];
  /** Operations that another one of the same record cut short, maybe in the very commit that they came with; with their record. */
  readonly cutShort: ReadonlyMap<string, string>;
}

export interface History {
  readonly orders: readonly Order[];
  readonly polls: readonly Poll[];
  readonly branch: Branch;
}
