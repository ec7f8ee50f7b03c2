/** A platform for tests: plain HTTP with the headers that the OSB API wants, answers taken whole. */

export interface Answer {
  readonly status: number;
  // Tests look into bodies of many shapes; whole answers are compared with `toEqual`.
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface PlatformRequest {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

export class Platform {
  readonly #url: string;
  readonly #authorization: string;

  constructor(url: string, credentials = 'user:password') {
    this.#url = url;
    this.#authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }

  async request(method: string, path: string, { body, query, headers }: PlatformRequest = {}): Promise<Answer> {
    const search = new URLSearchParams(query).toString();
    const response = await fetch(`${this.#url}${path}${search && `?${search}`}`, {
      method,
      headers: {
        authorization: this.#authorization,
        'x-broker-api-version': '2.17',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : {}, headers: response.headers };
  }

  /** With `accepts_incomplete=true` unless the query says otherwise. */
  async change(method: 'PUT' | 'PATCH' | 'DELETE', path: string, request: PlatformRequest = {}): Promise<Answer> {
    return this.request(method, path, { ...request, query: { accepts_incomplete: 'true', ...request.query } });
  }

  get(path: string, request: PlatformRequest = {}): Promise<Answer> {
    return this.request('GET', path, request);
  }
}

export const instanceUrl = (instanceId: string) => `/v2/service_instances/${encodeURIComponent(instanceId)}`;
export const bindingUrl = (instanceId: string, bindingId: string) =>
  `${instanceUrl(instanceId)}/service_bindings/${encodeURIComponent(bindingId)}`;
