/** The way to a broker whose certificate `fetch` cannot be told to trust: an own authority, or none at all. */
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { deadlineSignal, noAnswer } from './http.js';
import type { HttpAnswer, HttpRequest, HttpTransport } from './http.js';

export interface TlsTrust {
  /** Certificates of authorities to trust, as PEM, instead of those that Node brings. */
  readonly ca?: string | undefined;
  /** Trust any certificate. Whoever sits between client and broker can then read the credentials. */
  readonly insecure?: boolean | undefined;
}

export function createTlsTransport({ ca, insecure = false }: TlsTrust): HttpTransport {
  return async (request) => {
    try {
      return await send(request, { ...(ca !== undefined && { ca }), rejectUnauthorized: !insecure });
    } catch (cause) {
      throw noAnswer(request, cause);
    }
  };
}

async function send(request: HttpRequest, trust: { ca?: string; rejectUnauthorized: boolean }): Promise<HttpAnswer> {
  const { method, url, headers, body } = request;
  const signal = deadlineSignal(request);
  const open = url.startsWith('https:') ? httpsRequest : httpRequest;
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      open(url, { method, headers, signal, ...trust }, resolve)
        .on('error', reject)
        .end(body);
    });
    return { status: message.statusCode ?? 0, headers: headersOf(message), text: await text(message) };
  } catch (cause) {
    // Node reports any abort alike; the signal knows whether it was the deadline.
    throw signal.aborted ? signal.reason : cause;
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
