/** From an HTTP answer to what the caller asked for, or to the error that says why not. */
import type { z } from 'zod';
import { describeIssues, reason } from '../osb/describe-issues.js';
import type { Answered, LastOperationAnswer, Outcome, PollAnswer } from './answers.js';
import { BrokerError, MalformedAnswerError } from './broker-error.js';
import type { HttpAnswer } from './http.js';
import { retryAfterSeconds } from './retry-after.js';

/** @throws BrokerError for statuses of failure, MalformedAnswerError for anything else that is not as documented */
export function bodyOf<T extends z.ZodType>(schema: T, statuses: readonly number[], answer: HttpAnswer): z.infer<T> {
  const { status, text } = answer;
  if (!statuses.includes(status)) {
    if (status >= 400) throw new BrokerError(answer, Date.now());
    throw new MalformedAnswerError(status, 'a status that this request cannot have');
  }
  const result = schema.safeParse(parse(status, text), { error: reason });
  if (result.success) return result.data;
  const problems = describeIssues(result.error).map(({ path, message }) => `${path || 'the body'} ${message}`);
  throw new MalformedAnswerError(status, `a body that is not as documented: ${problems.join('; ')}`);
}

/** @param outcomes what each status beside 202 means */
export function answered<T extends z.ZodType, O extends Outcome>(
  schema: T,
  outcomes: Readonly<Record<number, O>>,
  answer: HttpAnswer,
): Answered<z.infer<T>, O> {
  const body = bodyOf(schema, [...Object.keys(outcomes).map(Number), 202], answer);
  return { outcome: outcomes[answer.status] ?? 'accepted', body, ...retryAfter(answer) };
}

export function lastOperationOf(schema: z.ZodType<LastOperationAnswer>, answer: HttpAnswer): PollAnswer {
  return { ...bodyOf(schema, [200], answer), ...retryAfter(answer) };
}

function retryAfter({ headers }: HttpAnswer): { retryAfterSeconds?: number } {
  const seconds = retryAfterSeconds(headers['retry-after'], Date.now());
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}

function parse(status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedAnswerError(status, 'a body that is not JSON', cause);
  }
}
