/** The usual way to a broker: the global `fetch`. */
import { deadlineSignal, noAnswer } from './http.js';
import type { HttpTransport } from './http.js';

export function createFetchTransport(fetchImplementation: typeof fetch = fetch): HttpTransport {
  return async (request) => {
    const { method, url, headers, body } = request;
    try {
      const response = await fetchImplementation(url, {
        method,
        headers,
        body: body ?? null,
        redirect: 'manual',
        signal: deadlineSignal(request),
      });
      const text = await response.text();
      return { status: response.status, headers: Object.fromEntries(response.headers), text };
    } catch (cause) {
      throw noAnswer(request, cause);
    }
  };
}
