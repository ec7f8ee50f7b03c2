/** The promises of the broker, each as a rule over a whole history. Every line of the result is a broken promise. */
import type { History, Order, Poll, StartedOperation } from './events.js';

type Rule = (history: History) => string[];

const RULES: readonly Rule[] = [
  linearHistory,
  eachOperationOnce,
  eachRequestOnce,
  acceptedIsOnTheBranch,
  refusedLeftNothing,
  inTheOrderOfAnswers,
  finalStatesStay,
  toldStatesWereReported,
  acceptedIsKnown,
];

export function findViolations(history: History): string[] {
  return RULES.flatMap((rule) => rule(history).map((violation) => `${rule.name}: ${violation}`));
}

function linearHistory({ branch }: History): string[] {
  return branch.merges.map((commit) => `${commit} is a merge`);
}

function eachOperationOnce({ branch }: History): string[] {
  return duplicates(branch.started.map(({ id, record }) => `${id} of ${record}`));
}

function eachRequestOnce({ branch }: History): string[] {
  return duplicates(branch.started.flatMap(({ requestId }) => requestId ?? []));
}

/** A 202 means that the operation is on the branch. */
function acceptedIsOnTheBranch({ orders, branch }: History): string[] {
  return orders
    .filter(({ status }) => status === 202)
    .flatMap((order) => {
      if (branch.cutShort.get(order.operation ?? '') === order.record) return [];
      const found = branch.started.find(({ id }) => id === order.operation);
      if (!found) return [`${order.operation} of ${order.record} was accepted and is lost`];
      return found.record === order.record && found.type === order.type
        ? []
        : [`${found.id} is something else than ordered`];
    });
}

/** What is on the branch was ordered, and not refused: its client got this operation, or no answer, or a 5xx. */
function refusedLeftNothing({ orders, branch }: History): string[] {
  return branch.started.flatMap(({ id, type, record, requestId }) => {
    if (requestId === undefined) return [];
    const order = orders.find((candidate) => candidate.requestId === requestId);
    if (!order || order.type !== type || order.record !== record) return [`${id} of ${record} was never ordered`];
    if (isUnknown(order) || (order.status === 202 && order.operation === id)) return [];
    return [`${id} of ${record} was answered ${order.status} and is on the branch`];
  });
}

/** Who orders after an answer comes after it on the branch. */
function inTheOrderOfAnswers({ orders, branch }: History): string[] {
  const started = new Map(branch.started.map((operation) => [operation.requestId, operation]));
  const accepted = orders.flatMap((order) => {
    const operation = started.get(order.requestId);
    return operation && order.status === 202 ? [{ order, operation }] : [];
  });
  return accepted.flatMap((one) =>
    accepted
      .filter((other) => one.order.answeredAt < other.order.sentAt && one.operation.at > other.operation.at)
      .map((other) => `${other.operation.id} was ordered after ${one.operation.id} and stands before it`),
  );
}

const FINAL = new Set(['succeeded', 'failed']);

/**
 * Once an operation has ended it stays so: the same broker never takes it back, restarts included, and another one may at
 * most not know of it yet (GIT_MAX_STALENESS).
 */
function finalStatesStay({ polls, orders, branch }: History): string[] {
  return [...groupBy(polls, ({ operation }) => operation).values()].flatMap((asked) => {
    const ends = asked.filter(({ state }) => state !== undefined && FINAL.has(state));
    return ends.flatMap((end) =>
      asked
        .filter((later) => later.sentAt > end.answeredAt && later.state !== undefined && later.state !== end.state)
        .filter((later) => later.broker === end.broker || later.state !== 'in progress')
        .filter((later) => !beganAnew(later, orders, branch.started))
        .map((later) => `${end.operation} of ${end.record} was ${end.state}, then ${later.state}`),
    );
  });
}

/** A new life of the record forgets what the one before had cut short, and all but its last operations. */
function beganAnew(
  { record, operation, answeredAt }: Poll,
  orders: readonly Order[],
  started: readonly StartedOperation[],
) {
  const at = started.find(({ id }) => id === operation)?.at ?? 0;
  return started.some((other) => {
    const within = record === other.record || record.startsWith(`${other.record}/`);
    if (!within || other.at <= at || !['provision', 'bind'].includes(other.type)) return false;
    const order = orders.find(({ requestId }) => requestId === other.requestId);
    return order !== undefined && order.sentAt < answeredAt;
  });
}

/** A final state that was told stands in the history, written while the operation was the record's current one. */
function toldStatesWereReported({ polls, orders, branch }: History): string[] {
  return polls
    .filter(({ state }) => state !== undefined && FINAL.has(state))
    .filter(({ operation, state }) => !wasReported(operation, state) && !wasCutShort(operation, state))
    .filter((poll) => !beganAnew(poll, orders, branch.started))
    .map(
      ({ operation, record, state }) => `${operation} of ${record} was told to have ${state}, which nobody reported`,
    );

  function wasReported(operation: string, state: string | undefined): boolean {
    return branch.reported.some((reported) => reported.operation === operation && reported.state === state);
  }
  function wasCutShort(operation: string, state: string | undefined): boolean {
    return state === 'failed' && branch.cutShort.has(operation);
  }
}

/** An instance whose order was accepted is never unknown afterwards. */
function acceptedIsKnown({ orders, polls }: History): string[] {
  const accepted = new Map(orders.filter(({ status }) => status === 202).map((order) => [order.operation, order]));
  return polls.flatMap(({ operation, record, sentAt, status }) => {
    const order = accepted.get(operation);
    const unknown = status === 404 && order && order.answeredAt < sentAt && !record.includes('/bindings/');
    return unknown ? [`${operation} of ${record} was accepted, then unknown`] : [];
  });
}

function isUnknown({ status }: Order): boolean {
  return status === undefined || status >= 500;
}

function duplicates(values: readonly string[]): string[] {
  return [...groupBy(values, (value) => value)].filter(([, same]) => same.length > 1).map(([value]) => value);
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
