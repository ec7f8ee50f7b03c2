/** `gitbroker run --watch` as a process that is killed in the middle of its work, and started again, until it is told to stop. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

export interface MortalRunner {
  /** How often it was killed. */
  kills(): number;
  /** Asks it to stop, politely. @returns its exit code */
  stop(): Promise<number | null>;
}

export interface MortalRunnerOptions {
  readonly remote: string;
  /** For logs and state, and for what is left behind by those that are killed. */
  readonly folder: string;
  readonly env: Record<string, string>;
  /** After how many handlers have begun the next one dies; Infinity: never. */
  lifetime(): number;
}

export function startMortalRunner(options: MortalRunnerOptions): MortalRunner {
  let kills = 0;
  let stopping = false;
  let child: ChildProcess | undefined;
  const live = async (): Promise<number | null> => {
    for (;;) {
      child = spawnRunner(options);
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== null || stopping) return code;
      kills += 1;
    }
  };
  const ended = live();
  return {
    kills: () => kills,
    stop: () => {
      stopping = true;
      child?.kill('SIGTERM');
      return ended;
    },
  };
}

function spawnRunner({ remote, folder, env, lifetime }: MortalRunnerOptions): ChildProcess {
  const args = [MAIN, 'run', '--watch', '--interval', '1', '--verbose', '--folder', folder, remote];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, GIT_CONFIG_NOSYSTEM: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let left = lifetime();
  child.stderr?.on('data', (data: Buffer) => {
    left -= data.toString().split(': begun\n').length - 1;
    if (left <= 0) child.kill('SIGKILL');
  });
  return child;
}
