/** What several checks ask of a story whose operation ran for a while. */
import { CheckFailure, NotPossible } from '../check.js';
import { describeExchange, expectStatus, field } from '../exchange.js';
import type { Exchange } from '../exchange.js';

interface Running {
  readonly firstPoll: Exchange;
}

/** What was seen while it ran. @throws NotPossible when nothing was */
export function meanwhileOf<T extends Running>({ meanwhile }: { readonly meanwhile?: T }): T {
  if (!meanwhile) throw new NotPossible('the broker did it at once');
  if (field(meanwhile.firstPoll.body, 'state') === 'in progress') return meanwhile;
  throw new NotPossible('the operation had ended before anything could be asked about it');
}

/** The same request gets the same operation (ASYNC-12). @throws CheckFailure */
export function expectSameOperation(first: Exchange, again: Exchange): void {
  expectStatus(again, 202);
  const [expected, found] = [field(first.body, 'operation'), field(again.body, 'operation')];
  if ((expected ?? undefined) === (found ?? undefined)) return;
  throw new CheckFailure(
    `${describeExchange(again)}; expected the operation of the first answer, ${JSON.stringify(expected)}`,
  );
}

/** @throws CheckFailure */
export function expectState(exchange: Exchange, ...states: readonly string[]): void {
  expectStatus(exchange, 200);
  const state = field(exchange.body, 'state');
  if (states.some((expected) => expected === state)) return;
  throw new CheckFailure(`${describeExchange(exchange)}; expected the state ${states.join(' or ')}`);
}

/** Where the offering does not promise the route. @throws NotPossible */
export function fetchedOf(exchange: Exchange | undefined, promise: string): Exchange {
  if (exchange) return exchange;
  throw new NotPossible(`the offering does not have \`${promise}\`: true`);
}
