/** A transport that always gives the same answer, and remembers what was sent. */
import type { ConnectionOptions } from '../../src/client/broker-connection.js';
import type { HttpRequest } from '../../src/client/http.js';

export function givenAnswer(status: number, text: string, headers: Record<string, string> = {}) {
  const requests: HttpRequest[] = [];
  const connection: ConnectionOptions = {
    url: 'http://broker.example.com',
    transport: async (request) => {
      requests.push(request);
      return { status, headers, text };
    },
  };
  return { connection, requests };
}
