/** `gitbroker mock`: the mock broker, until it is told to stop. */
import { parseMockFault } from '../../mock/mock-faults.js';
import { startMockServer } from '../../mock/mock-server.js';
import type { MockServer, MockServerOptions } from '../../mock/mock-server.js';
import { OsbError } from '../../osb/errors.js';
import type { Catalog } from '../../osb/catalog.js';
import { validateCatalog } from '../../osb/validate-catalog.js';
import { readObject } from '../broker/read-object.js';
import type { CommandContext } from '../command-context.js';
import { wrongUsage } from '../refusal.js';

export interface MockFlags {
  readonly port: number;
  readonly host: string;
  readonly catalog?: string;
  readonly mode: 'async' | 'sync';
  readonly polls?: number;
  readonly operationSeconds?: number;
  readonly retryAfter?: number;
  readonly username?: string;
  readonly password?: string;
  readonly fault?: readonly string[];
}

export async function runMock(context: CommandContext, flags: MockFlags): Promise<void> {
  const { host, port, mode, polls, operationSeconds, retryAfter, username, password = '' } = flags;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrongUsage('--port must be a number from 0 to 65535');
  const server = await start({
    host,
    port,
    mode,
    polls,
    operationMs: operationSeconds === undefined ? undefined : operationSeconds * 1_000,
    retryAfterSeconds: retryAfter,
    credentials: username === undefined ? undefined : { username, password },
    catalog: await readCatalog(context, flags.catalog),
    faults: (flags.fault ?? []).map(readFault),
  });
  const signal = context.stopSignal();
  context.stdout.write(`${server.url}\n`);
  if (context.stderr.isTTY) context.stderr.write('The mock broker listens (stop it with Ctrl+C)\n');
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
}

async function start(options: MockServerOptions): Promise<MockServer> {
  try {
    return await startMockServer(options);
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    throw wrongUsage(`the mock broker cannot listen: ${cause.message}`);
  }
}

async function readCatalog(context: CommandContext, path: string | undefined): Promise<Catalog | undefined> {
  if (path === undefined) return undefined;
  const { catalog, problems } = validateCatalog(await readObject('--catalog', path, context));
  if (catalog) return catalog;
  throw wrongUsage(`--catalog: ${problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ')}`);
}

function readFault(text: string) {
  try {
    return parseMockFault(text);
  } catch (cause) {
    if (cause instanceof OsbError) throw wrongUsage(`--fault: ${cause.message}`);
    throw cause;
  }
}
