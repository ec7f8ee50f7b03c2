/** Waits for an operation of the checked broker, exchange by exchange. */
import { LastOperationAnswer } from '../../client/answers.js';
import type { PollAnswer } from '../../client/answers.js';
import { BrokerError, MalformedAnswerError } from '../../client/broker-error.js';
import { OperationFailedError, pollUntilEnd, PollingTimeoutError } from '../../client/polling.js';
import type { Poll } from '../../client/polling.js';
import { lastOperationOf } from '../../client/read-answer.js';
import { NotPossible, PollRefused } from '../check.js';
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
    return readPoll(exchange);
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

function readPoll(exchange: Exchange): PollAnswer {
  try {
    return lastOperationOf(LastOperationAnswer, exchange);
  } catch (error) {
    if (error instanceof MalformedAnswerError) throw new PollRefused(describeExchange(exchange));
    throw error;
  }
}

/** A poll that was answered, but not as polls are, ends the story: it would not get better. */
function explain(error: unknown, last: Exchange | undefined): unknown {
  const shown = last ? `: ${describeExchange(last)}` : '';
  if (error instanceof PollingTimeoutError) return new NotPossible(`${error.message}${shown}`);
  if (error instanceof BrokerError) return new PollRefused(`a poll was refused${shown}`);
  return error;
}
