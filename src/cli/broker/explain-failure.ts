/** What went wrong between client and broker, told to a person, with its exit code. */
import { BrokerError, MalformedAnswerError } from '../../client/broker-error.js';
import { NoAnswerError } from '../../client/http.js';
import { OperationFailedError, PollingTimeoutError } from '../../client/polling.js';
import { OsbError } from '../../osb/errors.js';
import { oneLine } from '../output/table.js';
import { answerNo, Refusal, wrongUsage } from '../refusal.js';

/** Everything else is thrown as it is. */
export async function explained<T>(order: () => Promise<T>): Promise<T> {
  try {
    return await order();
  } catch (cause) {
    throw explain(cause);
  }
}

function explain(cause: unknown): unknown {
  if (cause instanceof Refusal) return cause;
  if (cause instanceof BrokerError) return answerNo(`the broker refused: ${refusalText(cause)}`);
  if (cause instanceof OperationFailedError) return answerNo(`the operation failed: ${operationText(cause)}`);
  // Found by the client itself, before anything was sent.
  if (cause instanceof OsbError) return wrongUsage(oneLine(cause.message));
  if (cause instanceof NoAnswerError || cause instanceof MalformedAnswerError || cause instanceof PollingTimeoutError)
    return answerNo(oneLine(cause.message));
  // An id that cannot be in a URL.
  if (cause instanceof TypeError && /cannot be used as an id/.test(cause.message)) return wrongUsage(cause.message);
  return cause;
}

function refusalText({ status, error, message, instanceUsable, updateRepeatable }: BrokerError): string {
  const words = [String(status), error, message].filter((word) => word !== undefined && word !== '').join(' ');
  return `${oneLine(words)}${consequences(instanceUsable, updateRepeatable)}`;
}

function operationText({ message, answer }: OperationFailedError): string {
  return `${oneLine(message)}${consequences(answer.instance_usable, answer.update_repeatable)}`;
}

function consequences(instanceUsable: boolean | undefined, updateRepeatable: boolean | undefined): string {
  const words = [
    ...(instanceUsable === undefined ? [] : [`the instance is ${instanceUsable ? 'still usable' : 'not usable'}`]),
    ...(updateRepeatable === undefined ? [] : [`the update ${updateRepeatable ? 'may' : 'must not'} be repeated`]),
  ];
  return words.length > 0 ? ` (${words.join('; ')})` : '';
}
