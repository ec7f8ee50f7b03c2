/**
 * Runs one git command to its end, within a deadline. Why not simple-git here: a hung transport has children of its own
 * (ssh, git-remote-https), and only the whole process group can be ended (docs/decisions/0011).
 */
import { spawn } from 'node:child_process';

export interface GitResult {
  /** null when the process was ended by a signal, the deadline's included. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** By somebody else: the kernel that needs memory, or a person. */
export const wasKilled = ({ exitCode, timedOut }: GitResult): boolean => exitCode === null && !timedOut;

const MAX_OUTPUT_BYTES = 64 * 1024;
/** What git and its transports may know of our environment; everything else, other secrets above all, stays out. */
const PASSED_ON = /^(PATH|HOME|TMPDIR|https?_proxy|no_proxy|all_proxy|GIT_SSL_\w+|SSL_CERT_\w+)$/i;

export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => PASSED_ON.test(entry[0]) && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    LC_ALL: 'C',
    ...extra,
  };
}

export interface GitOptions {
  readonly env: Record<string, string>;
  readonly timeoutMs: number;
  /** For its stdin. */
  readonly input?: Buffer;
  /** Ends it, like the deadline does. */
  readonly signal?: AbortSignal;
}

/** Rejects only when git cannot be started at all; a failing git is a result. */
export function runGit(args: readonly string[], { env, timeoutMs, input, signal }: GitOptions): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { env, stdio: 'pipe', detached: true });
    // Without file descriptors for them there are no streams either.
    if (child.pid === undefined) {
      child.once('error', reject);
      return;
    }
    const output = { stdout: '', stderr: '' };
    let timedOut = false;
    const collect = (stream: 'stdout' | 'stderr') => (data: Buffer) => {
      if (output[stream].length < MAX_OUTPUT_BYTES) output[stream] += data.toString();
    };
    // A git that does not read to the end says why on stderr.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.stdout.on('data', collect('stdout'));
    child.stderr.on('data', collect('stderr'));
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid, 'SIGKILL');
    }, timeoutMs);
    // Asked, git takes its temporary files away.
    const onAbort = () => endGroup(child.pid, 'SIGTERM');
    signal?.addEventListener('abort', onAbort);
    const cleanUp = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    child.once('close', (exitCode) => {
      cleanUp();
      resolve({ exitCode, ...output, timedOut });
    });
  });
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended on its own in the meantime.
  }
}
