/** A git host over HTTP: real `git http-backend` behind basic authentication, with faults that a test switches on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { freePort } from './broker-process.js';

/**
 * Until `recover`: `hang` never answers, `refuse` does not listen, `swallow-push` never answers a push nor carries it out. For the next push only: `drop-answer`,
 * `gateway-error` and `hang-answer` carry it out and then break the connection, answer 502, or never answer; `late-push` breaks the connection and
 * carries it out right before the push after it.
 */
type Fault = 'hang' | 'refuse' | 'swallow-push' | 'drop-answer' | 'gateway-error' | 'hang-answer' | 'late-push';

export interface GitServer {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  fail(fault: Fault): Promise<void>;
  recover(): Promise<void>;
  /** Takes only this password from now on. */
  replacePassword(password: string): void;
  /** Resolves when the next request has come in. */
  nextRequest(): Promise<unknown>;
  stop(): Promise<void>;
}

interface CgiRequest {
  readonly env: Record<string, string>;
  readonly body: Buffer;
}

const CREDENTIALS = { username: 'git-user', password: 's3cret/of:git' };

const authorizationOf = (password: string) =>
  `Basic ${Buffer.from(`${CREDENTIALS.username}:${password}`).toString('base64')}`;

/** @param root folder of bare repositories */
export async function startGitServer(root: string): Promise<GitServer> {
  let expected = authorizationOf(CREDENTIALS.password);
  let fault: Fault | undefined;
  let late: CgiRequest | undefined;

  const push = async (request: CgiRequest, response: ServerResponse) => {
    if (fault === 'swallow-push') return;
    const [now, before] = [fault, late];
    [fault, late] = [undefined, now === 'late-push' ? request : undefined];
    if (before) await runBackend(before);
    if (late) return response.destroy();
    const answer = await runBackend(request);
    if (now === 'drop-answer') return response.destroy();
    if (now === 'hang-answer') return;
    if (now === 'gateway-error') return response.writeHead(502).end();
    return sendCgi(answer, response);
  };
  const handle = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(root, message);
    if (fault === 'hang') return;
    if (message.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    } else if (message.method === 'POST' && request.env['PATH_INFO']?.endsWith('/git-receive-pack')) {
      await push(request, response);
    } else sendCgi(await runBackend(request), response);
  };

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  const port = await freePort();
  const listen = () => once(server.listen(port, '127.0.0.1'), 'listening');
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    ...CREDENTIALS,
    fail: async (next) => {
      fault = next;
      if (next === 'refuse') await stop();
    },
    recover: async () => {
      fault = undefined;
      if (server.listening) server.closeAllConnections();
      else await listen();
    },
    replacePassword: (password) => {
      expected = authorizationOf(password);
    },
    nextRequest: () => once(server, 'request'),
    stop,
  };
}

/** The variables of RFC 3875 that `git http-backend` looks at. */
async function readRequest(root: string, message: IncomingMessage): Promise<CgiRequest> {
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://localhost');
  const header = (name: string) => message.headers[name]?.toString() ?? '';
  const body = await buffer(message);
  const env = {
    PATH: process.env['PATH'] ?? '',
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    REMOTE_USER: CREDENTIALS.username,
    REQUEST_METHOD: message.method ?? 'GET',
    PATH_INFO: pathname,
    QUERY_STRING: searchParams.toString(),
    CONTENT_TYPE: header('content-type'),
    CONTENT_LENGTH: String(body.length),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
  };
  return { env, body };
}

async function runBackend({ env, body }: CgiRequest): Promise<Buffer> {
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  // A backend that does not read to the end says why in its answer.
  child.stdin.on('error', () => {});
  child.stdin.end(body);
  return buffer(child.stdout);
}

function sendCgi(answer: Buffer, response: ServerResponse): void {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) return void response.writeHead(500).end();
  for (const line of answer.toString('latin1', 0, end).split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+): *(.*)$/.exec(line) ?? [];
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(answer.subarray(end + 4));
}
