/** `gitbroker serve`: the broker as an HTTP service, until it is told to stop. */
import { readConfig } from '../../server/config.js';
import type { ConfigProblem } from '../../server/config-sources.js';
import { VARIABLE_TABLE } from '../../server/config-variables.js';
import { startServer } from '../../server/start.js';
import { EXIT } from '../exit-codes.js';
import type { ExitCode } from '../exit-codes.js';

export interface ServeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Asks the server to stop. */
  readonly signal: AbortSignal;
}

export async function runServe({ env, stderr, signal }: ServeOptions): Promise<ExitCode> {
  const { config, problems } = readConfig(env);
  if (!config) {
    stderr.write(describeProblems(problems));
    return EXIT.usage;
  }
  try {
    const server = await startServer(config, { signal });
    if (stderr.isTTY) stderr.write(`The broker listens on ${server.url} (stop it with Ctrl+C)\n`);
    await untilAborted(signal);
    await server.close();
    return EXIT.ok;
  } catch (cause) {
    const usage = describeUsageError(cause);
    if (usage === undefined) throw cause;
    stderr.write(`The broker cannot start: ${usage}\n`);
    return EXIT.usage;
  }
}

/** For `serve --help`. */
export function describeEnvironment(): string {
  const rows = VARIABLE_TABLE.map(({ name, description, fallback }) => {
    const tail = fallback === undefined ? '' : ` (default: ${fallback})`;
    return `  ${name}\n      ${description.replaceAll('`', '')}${tail}`;
  });
  const intro = 'Environment variables (each also as NAME_FILE, the path of a file with the value):';
  return [intro, ...rows, ''].join('\n');
}

function describeProblems(problems: readonly ConfigProblem[]): string {
  const lines = problems.map(({ variable, message }) => `  ${variable} ${message}`);
  return ['The configuration is not valid:', ...lines, 'See `gitbroker serve --help` for all variables.', ''].join(
    '\n',
  );
}

/** Things that a person at the configuration can mend; undefined for everything else. */
function describeUsageError(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  const remedies: Readonly<Record<string, string>> = {
    EADDRINUSE: 'set SERVER_PORT (or METRICS_PORT) to a free port',
    EADDRNOTAVAIL: 'set SERVER_ADDRESS to an address of this machine',
    ENOTFOUND: 'set SERVER_ADDRESS to an address of this machine',
    EACCES: 'set GIT_LOCAL_PATH to a folder that may be written to, and SERVER_PORT to a port above 1023',
    EROFS: 'set GIT_LOCAL_PATH to a folder that may be written to',
    ENOTDIR: 'set GIT_LOCAL_PATH to a folder',
    EEXIST: 'set GIT_LOCAL_PATH to a folder',
  };
  const remedy = remedies[String(cause.code)];
  return remedy && `${cause.message}; ${remedy}`;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
