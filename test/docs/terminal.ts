/** A terminal in which blocks of commands are run one after the other: variables, functions and folder stay. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const MARK = '=== end of block';
/** Sooner than the test itself runs out of time: then it is known what was waited for. */
const DEADLINE_MS = 60_000;

interface Ran {
  readonly output: string;
  /** Of the first command that failed; 0 when none did. */
  readonly exitCode: number;
}

export interface Terminal {
  /** Runs them to their end. */
  run(commands: string): Promise<Ran>;
  /** Lets them go on, and waits until their output is as wanted. */
  start(commands: string, isAwaited: (output: string) => boolean): Promise<void>;
  /** Waits until the output of what was started is as wanted. */
  until(isAwaited: (output: string) => boolean): Promise<void>;
  close(): Promise<void>;
}

export function openTerminal(name: string, folder: string, env: Record<string, string>): Terminal {
  const child = spawn('bash', ['--noprofile', '--norc', '-s'], { cwd: folder, env, detached: true });
  // All that it has started has ended, too: nothing holds the pipe any more.
  const ended = once(child, 'close');
  const state = { output: '', isClosed: false };
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    state.output += data;
    child.emit('written');
  });
  child.once('exit', () => {
    state.isClosed = true;
    child.emit('written');
  });
  child.stdin.write("exec 2>&1\ntrap 'failed=${failed:-$?}' ERR\n");
  let blocks = 0;

  const type = async (commands: string) => {
    const file = join(folder, `.${name}-${(blocks += 1)}.sh`);
    await writeFile(file, commands);
    state.output = '';
    child.stdin.write(`failed=; . '${file}' </dev/null; echo "${MARK} \${failed:-0}"\n`);
  };
  const until = async (isAwaited: (output: string) => boolean) => {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    while (!isAwaited(state.output)) {
      if (state.isClosed) throw new Error(`the terminal has been closed by its commands:\n${state.output}`);
      await once(child, 'written', { signal }).catch((cause: unknown) => {
        throw new Error(`nothing more has come after:\n${state.output}`, { cause });
      });
    }
    return state.output;
  };
  const running = async (isAwaited: (output: string) => boolean) => {
    await until((output) => {
      if (output.includes(MARK)) throw new Error(`it did not go on:\n${output}`);
      return isAwaited(output);
    });
  };

  return {
    run: async (commands) => {
      await type(commands);
      const end = new RegExp(String.raw`${MARK} (\d+)\n$`);
      const output = await until((all) => end.test(all));
      return { output: output.replace(end, ''), exitCode: Number(end.exec(output)?.[1]) };
    },
    start: async (commands, isAwaited) => {
      await type(commands);
      await running(isAwaited);
    },
    until: running,
    close: async () => {
      if (child.pid !== undefined && !state.isClosed) process.kill(-child.pid, 'SIGTERM');
      child.stdin.end();
      await ended;
    },
  };
}
