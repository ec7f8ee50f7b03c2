/** Runs the checker against a mock broker, as it is or with something wrong with it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onTestFinished } from 'vitest';
import { runChecks } from '../../src/conformance/run-checks.js';
import type { CheckResult, Report, RunOptions } from '../../src/conformance/run-checks.js';
import { startMockServer } from '../../src/mock/mock-server.js';
import type { MockServerOptions } from '../../src/mock/mock-server.js';
import { CREDENTIALS, givenClock } from '../mock/given-mock.js';

/** One answer, open to change. */
export interface Tampered {
  readonly request: FastifyRequest;
  /** `PUT /v2/service_instances/:instance_id` */
  readonly route: string;
  status: number;
  body: unknown;
  headers: Record<string, string | undefined>;
}

export type Tamper = (answer: Tampered) => void;

export async function givenReport(
  server: MockServerOptions = {},
  run: Partial<RunOptions> = {},
  tamper?: Tamper,
  apiVersion = '2.17',
): Promise<Report> {
  const prepare = (app: FastifyInstance) => tamper && addTamper(app, tamper);
  const mock = await startMockServer({ credentials: CREDENTIALS, prepare, ...server });
  onTestFinished(() => mock.close());
  return runChecks({
    connection: { url: mock.url, credentials: CREDENTIALS, apiVersion },
    polling: { clock: givenClock() },
    ...run,
  });
}

function addTamper(app: FastifyInstance, tamper: Tamper): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const text = typeof payload === 'string' ? payload : '';
    const answer: Tampered = {
      request,
      route: `${request.method} ${request.routeOptions.url ?? ''}`,
      status: reply.statusCode,
      body: text === '' ? undefined : JSON.parse(text),
      headers: {},
    };
    tamper(answer);
    reply.code(answer.status);
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value === undefined) reply.removeHeader(name);
      else reply.header(name, value);
    }
    const changed = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    if (changed !== undefined) reply.header('content-length', Buffer.byteLength(changed));
    return changed;
  });
}

/** What is not as it should be, in one line each. */
export function troubles({ results, leftovers }: Report): string[] {
  return [
    ...results.filter(({ status }) => status !== 'passed').map(describe),
    ...leftovers.map(({ ids, problem }) => `left over: ${JSON.stringify(ids)} ${problem}`),
  ];
}

function describe({ status, requirement, title, reason }: CheckResult): string {
  return `${status} ${requirement} ${title}: ${reason ?? ''}`;
}
