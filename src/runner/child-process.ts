/**
 * Runs one program of a handler to its end: no shell, a process group of its own, which ends as a whole when time is up,
 * when it is cancelled, and when this process dies. Knows nothing of orders.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import type { Writable } from 'node:stream';
import { LineSplitter } from './line-splitter.js';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly timeoutMs: number;
  /** Between the request to end (SIGTERM) and the end (SIGKILL). */
  readonly graceMs: number;
  /** Who is asked to end: the whole group, or the program alone, by Ctrl+C, because it ends its children itself. */
  readonly interrupt?: 'group' | 'program';
  readonly signal: AbortSignal;
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
}

export type ChildEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not started'; readonly reason: string };

type Watchdog = ChildProcessByStdio<Writable, null, null>;

/** What is left in the pipes after the end of a program whose escaped children keep them open. */
const DRAIN_MS = 1000;

export async function runChild(options: ChildOptions): Promise<ChildEnd> {
  if (options.signal.aborted) return { kind: 'cancelled' };
  const watchdog = startWatchdog();
  try {
    const started = await start(options, watchdog);
    if (typeof started === 'string') return { kind: 'not started', reason: started };
    return await untilEnd(started.child, started.pid, options);
  } finally {
    watchdog.kill('SIGKILL');
  }
}

async function start(
  options: ChildOptions,
  watchdog: Watchdog,
): Promise<{ child: ChildProcess; pid: number } | string> {
  const { command, args, cwd, env } = options;
  try {
    const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    // In the same breath: a runner that is killed now takes it along.
    if (child.pid !== undefined) watchdog.stdin.write(`${child.pid}\n`);
    // Programs need not read what they are given.
    child.stdin.on('error', () => undefined);
    const reason = await new Promise<Error | undefined>((resolve) => {
      child.once('error', resolve);
      child.once('spawn', () => resolve(undefined));
    });
    return reason || child.pid === undefined ? describe(reason) : { child, pid: child.pid };
  } catch (cause) {
    return describe(cause);
  }
}

function describe(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'there is no such program';
  if (code === 'EACCES') return 'it may not be executed';
  return cause instanceof Error ? cause.message : 'it cannot be started';
}

/** A runner that is killed takes its handler with it: the pipe closes, and the group is ended. */
function startWatchdog(): Watchdog {
  const script = 'read -r pid || exit; read -r _; kill -KILL "-$pid"';
  const watchdog = spawn('/bin/sh', ['-c', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
  });
  // Without one the handler still runs; only the runner's own death would not reach it.
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  return watchdog;
}

function untilEnd(child: ChildProcess, pid: number, options: ChildOptions): Promise<ChildEnd> {
  const { timeoutMs, graceMs, signal, onLine } = options;
  let cut: 'timeout' | 'cancelled' | undefined;
  let grace: NodeJS.Timeout | undefined;
  const end = (why: 'timeout' | 'cancelled') => {
    cut ??= why;
    if (options.interrupt === 'program') child.kill('SIGINT');
    else endGroup(pid, 'SIGTERM');
    grace ??= setTimeout(() => endGroup(pid, 'SIGKILL'), graceMs);
  };
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  const onAbort = () => end('cancelled');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const lines = (['stdout', 'stderr'] as const).map((stream) => {
    const splitter = new LineSplitter((line) => onLine(line, stream));
    child[stream]?.on('data', (data: Buffer) => splitter.write(data));
    return splitter;
  });
  child.stdin?.end(options.stdin ?? '');
  return new Promise<ChildEnd>((resolve) => {
    child.once('exit', (code, killedBy) => {
      // Children that it left behind would work on while the operation is reported.
      endGroup(pid, 'SIGKILL');
      clearTimeout(timer);
      clearTimeout(grace);
      signal.removeEventListener('abort', onAbort);
      const settle = () => {
        clearTimeout(drain);
        for (const splitter of lines) splitter.end();
        if (cut) resolve({ kind: cut });
        else resolve(code === null ? { kind: 'killed', signal: String(killedBy) } : { kind: 'exited', code });
      };
      const drain = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, DRAIN_MS);
      child.once('close', settle);
    });
  });
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended on its own.
  }
}
