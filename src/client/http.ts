/** One HTTP exchange, as the client sees it: what goes out, what comes back, and what it means that nothing does. */

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Follows no redirects: they would carry credentials to another host. @throws NoAnswerError */
export type HttpTransport = (request: HttpRequest) => Promise<HttpAnswer>;

/** Nobody knows whether the broker has received the request, or acted on it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly reason: 'timeout' | 'interrupted' | 'connection';

  constructor(reason: NoAnswerError['reason'], message: string, cause: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** One signal for the deadline and for whoever wants to stop earlier. */
export function deadlineSignal({ timeoutMs, signal }: HttpRequest): AbortSignal {
  const deadline = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([deadline, signal]) : deadline;
}

/** The URL is told without its query, which may name an operation. */
export function noAnswer({ method, url, timeoutMs, signal }: HttpRequest, cause: unknown): NoAnswerError {
  const request = `${method} ${new URL(url).pathname}`;
  if (signal?.aborted) return new NoAnswerError('interrupted', `${request}: interrupted`, cause);
  if (isTimeout(cause)) {
    return new NoAnswerError('timeout', `${request}: no answer within ${timeoutMs} ms`, cause);
  }
  return new NoAnswerError('connection', `${request}: no answer: ${deepestMessage(cause)}`, cause);
}

function isTimeout(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause.name === 'TimeoutError' || isTimeout(cause.cause);
}

/** `fetch failed` says nothing; its cause does. */
function deepestMessage(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.cause instanceof Error) return deepestMessage(cause.cause);
  return cause.message || cause.name;
}
