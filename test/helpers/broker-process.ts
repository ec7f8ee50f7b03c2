/** The built broker as a process of its own: real environment, real port, real signals. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface BrokerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has written to stdout and stderr so far. */
  output(): string;
  /** Asks it to stop, and gives its exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`. Its local data stays, for a restart. */
  kill(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export async function givenFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'gitbroker-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/**
 * @param until a path that answers 200 once the broker is up; `/healthz` for brokers that must not become ready
 * @param below a command that starts the command given to it, with limits for instance
 */
export async function startBrokerProcess(
  env: Record<string, string>,
  until = '/readyz',
  below: readonly string[] = [],
): Promise<BrokerProcess> {
  const port = env['SERVER_PORT'] ?? String(await freePort());
  const [command, ...args] = [...below, process.execPath, MAIN, 'serve'];
  const child = spawn(command ?? process.execPath, args, {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      APP_BASIC_AUTH_USERNAME: 'user',
      APP_BASIC_AUTH_PASSWORD: 'password',
      SERVER_ADDRESS: '127.0.0.1',
      SERVER_PORT: port,
      GIT_POLL_INTERVAL: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => written.push(data));
  child.stderr.on('data', (data: Buffer) => written.push(data));
  const output = () => Buffer.concat(written).toString();
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(`${url}${until}`, child, output);
  return {
    url,
    child,
    output,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function untilAnswers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the broker ended with ${child.exitCode}:\n${output()}`);
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`the broker did not become ready:\n${output()}`);
}
