/** Waits for an operation of the checked broker, exchange by exchange. */
import { LastOperationAnswer } from '../../client/answers.js';
import { BrokerError } from '../../client/broker-error.js';
import { NoAnswerError } from '../../client/http.js';
import { OperationFailedError, pollUntilEnd, PollingTimeoutError } from '../../client/polling.js';
import type { Poll } from '../../client/polling.js';
import { lastOperationOf } from '../../client/read-answer.js';
import { NotPossible } from '../check.js';
import { describeExchange } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import type { Session } from '../session.js';

export interface Polled {
  readonly polls: readonly Exchange[];
  /** `gone` is the other legal end of a delete (LOP-10). */
  readonly end: 'succeeded' | 'failed';
  readonly last: Exchange;
}

/** @param path of the resource. @throws NotPossible when the operation has no end, or its polls cannot be read */
export async function pollToEnd(
  session: Session,
  kind: Poll['kind'],
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Polled> {
  const polls: Exchange[] = [];
  const ask = async () => {
    const exchange = await session.get(`${path}/last_operation`, query);
    polls.push(exchange);
    return lastOperationOf(LastOperationAnswer, exchange);
  };
  const end = await pollUntilEnd(
    { kind, ask },
    { signal: session.options.connection.signal, ...session.options.polling },
  )
    .then(() => 'succeeded' as const)
    .catch((error: unknown) => {
      if (error instanceof OperationFailedError) return 'failed' as const;
      throw explain(error, polls.at(-1));
    });
  const last = polls.at(-1);
  if (!last) throw new NotPossible('the operation could not be polled');
  return { polls, end, last };
}

function explain(error: unknown, last: Exchange | undefined): unknown {
  if (error instanceof PollingTimeoutError) {
    return new NotPossible(`${error.message}${last ? `: ${describeExchange(last)}` : ''}`);
  }
  if (error instanceof BrokerError && last) return new NotPossible(describeExchange(last));
  if (error instanceof NoAnswerError) return error;
  return error;
}
