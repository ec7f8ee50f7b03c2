/**
 * What a broker has told the client that it cannot or will not do: the library's own error, read from the wire.
 *
 * Codes and statuses come from the one table that the library writes them with.
 */
import { z } from 'zod';
import { ERROR_TABLE, OsbError } from '../osb/errors.js';
import type { OsbErrorCode } from '../osb/errors.js';
import { optional } from '../osb/optional-field.js';
import type { HttpAnswer } from './http.js';
import { retryAfterSeconds } from './retry-after.js';

/** Fields of the wrong type count as absent: an error that is hard to read is still an error. */
const ErrorBody = z.looseObject({
  error: optional(z.string()).catch(undefined),
  description: optional(z.string()).catch(undefined),
  instance_usable: optional(z.boolean()).catch(undefined),
  update_repeatable: optional(z.boolean()).catch(undefined),
});
type ErrorBody = z.infer<typeof ErrorBody>;

/** `code` is the nearest that the library knows; `status` and `error` are what the broker has really said. */
export class BrokerError extends OsbError {
  readonly status: number;
  readonly error: string | undefined;

  constructor(answer: HttpAnswer, now: number) {
    const { error, description, instance_usable, update_repeatable } = readErrorBody(answer.text);
    const retryAfter = retryAfterSeconds(answer.headers['retry-after'], now);
    super(nearestCode(answer.status, error), description || error || `The broker answered ${answer.status}`, {
      ...(instance_usable !== undefined && { instanceUsable: instance_usable }),
      ...(update_repeatable !== undefined && { updateRepeatable: update_repeatable }),
      ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }),
    });
    this.status = answer.status;
    this.error = error;
  }
}

/** A 2xx that cannot be understood: for create and delete the same as a failure (orphan mitigation). */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
  readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super(`The broker answered ${status} with ${message}`, { cause });
    this.status = status;
  }
}

function readErrorBody(text: string): ErrorBody {
  try {
    const body = ErrorBody.safeParse(JSON.parse(text));
    return body.success ? body.data : {};
  } catch {
    // Proxies in between answer HTML; the status says enough.
    return {};
  }
}

function nearestCode(status: number, error: string | undefined): OsbErrorCode {
  // Finer cases (InstanceExists) look the same on the wire as the general one (Conflict).
  const rows = Object.entries(ERROR_TABLE).filter(([code, row]) => row.status === status && row.error === code);
  const row = rows.find(([code]) => code === error) ?? (rows.length === 1 ? rows[0] : undefined);
  const known = row?.[0];
  if (known !== undefined && isCode(known)) return known;
  return status >= 500 ? 'InternalError' : 'BadRequest';
}

function isCode(word: string): word is OsbErrorCode {
  return Object.hasOwn(ERROR_TABLE, word);
}
