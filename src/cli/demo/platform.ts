/** The platform's part in the demo: what a marketplace sends to a broker. */
import { setTimeout as wait } from 'node:timers/promises';

export interface DemoAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly retryAfterSeconds: number;
}

export class DemoPlatform {
  readonly #url: string;
  readonly #authorization: string;

  constructor(url: string, username: string, password: string) {
    this.#url = url;
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  async send(method: string, path: string, body?: unknown): Promise<DemoAnswer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        authorization: this.#authorization,
        'x-broker-api-version': '2.17',
        'x-broker-api-originating-identity': `cloudfoundry ${Buffer.from('{"user_id":"ada"}').toString('base64')}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    return {
      status: response.status,
      body: typeof answer === 'object' && answer !== null ? { ...answer } : {},
      retryAfterSeconds: Number(response.headers.get('retry-after') ?? 1),
    };
  }

  /** Polls as the broker asks for until the operation has come to an end: a final state, or 410 after a delete. */
  async pollUntilDone(path: string): Promise<DemoAnswer> {
    for (let polls = 0; polls < 30; polls += 1) {
      const answer = await this.send('GET', path);
      if (answer.status !== 200 || answer.body['state'] !== 'in progress') return answer;
      await wait(answer.retryAfterSeconds * 1000);
    }
    throw new Error(`the operation did not end: ${path}`);
  }
}
