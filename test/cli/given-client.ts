/** The built binary as a client of a broker, with a memory of its own; and the built mock broker. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { MockServer, MockServerOptions } from '../../src/mock/mock-server.js';
import { startMockServer } from '../../src/mock/mock-server.js';
import { givenFolder } from '../helpers/broker-process.js';
import { gitbroker, MAIN } from './given-cli.js';
import type { Answer, RunOptions } from './given-cli.js';

const CREDENTIALS = { username: 'user', password: 'secret' };

export interface Client {
  readonly folder: string;
  /** Where it remembers what it made. */
  readonly memory: string;
  osb(...args: string[]): Promise<Answer>;
  run(args: readonly string[], options?: RunOptions): Promise<Answer>;
}

export async function givenClient(url: string, credentials = CREDENTIALS): Promise<Client> {
  const { path: folder, remove } = await givenFolder();
  onTestFinished(remove);
  const memory = join(folder, 'state', 'services.jsonl');
  const env = {
    SB_BROKER_URL: url,
    SB_BROKER_USERNAME: credentials.username,
    SB_BROKER_PASSWORD: credentials.password,
    GITBROKER_SERVICES_FILE: memory,
  };
  const run = (args: readonly string[], options: RunOptions = {}) =>
    gitbroker(args, { cwd: folder, ...options, env: { ...env, ...options.env } });
  return { folder, memory, run, osb: (...args) => run(['osb', ...args]) };
}

/** A mock broker in this process, so that a test can look into it, and a client for it. */
export async function givenMockAndClient(
  options: MockServerOptions = {},
): Promise<Client & { readonly mock: MockServer }> {
  const mock = await startMockServer({ credentials: CREDENTIALS, polls: 0, ...options });
  onTestFinished(() => mock.close());
  return { ...(await givenClient(mock.url)), mock };
}

/** The binary as a process that a test can send signals to. */
export function startGitbroker(args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = Promise.all([text(child.stdout), once(child, 'exit')]).then(([stdout]) => ({
    code: child.exitCode,
    stdout,
  }));
  return { child, ended };
}

/** `gitbroker mock`, listening. */
export async function givenMockProcess(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, 'mock', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [url] = await once(createInterface(child.stdout), 'line');
  const exited = once(child, 'exit');
  return {
    url: String(url),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}
