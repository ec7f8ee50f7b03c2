/**
 * What a platform does about resources that a broker may have created without the platform knowing (ORPH): it deletes
 * them until the broker says that they are gone.
 */
import { BrokerError, MalformedAnswerError } from './broker-error.js';
import { NoAnswerError } from './http.js';
import { OperationFailedError, PollingTimeoutError } from './polling.js';

/** Whether this end of a create leaves the platform in doubt. Never after a 4xx: the broker then has changed nothing. */
export function mayLeaveOrphan(error: unknown): boolean {
  if (error instanceof BrokerError) return error.status >= 500;
  if (error instanceof NoAnswerError) return error.reason !== 'connection' || !neverSent(error);
  return (
    error instanceof MalformedAnswerError ||
    error instanceof OperationFailedError ||
    error instanceof PollingTimeoutError
  );
}

export type Mitigation =
  | { readonly outcome: 'removed' }
  /** The resource may still be there: somebody has to look. */
  | { readonly outcome: 'given up'; readonly problem: unknown };

/**
 * @param remove deletes the resource and waits for the end; that the broker does not know it is as good
 * @param waitBefore resolves when the next attempt may begin
 */
export async function removeOrphan(
  remove: () => Promise<void>,
  { attempts, waitBefore }: { readonly attempts: number; waitBefore(attempt: number): Promise<void> },
): Promise<Mitigation> {
  let problem: unknown;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await waitBefore(attempt);
      await remove();
      return { outcome: 'removed' };
    } catch (cause) {
      if (cause instanceof BrokerError && cause.status === 410) return { outcome: 'removed' };
      if (cause instanceof NoAnswerError && cause.reason === 'interrupted')
        return { outcome: 'given up', problem: cause };
      problem = cause;
    }
  }
  return { outcome: 'given up', problem };
}

/** Nothing can have been created by a broker that nobody could connect to. */
function neverSent(error: NoAnswerError): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL'].some((code) => hasCode(error, code));
}

function hasCode(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === code) || hasCode(error.cause, code);
}
