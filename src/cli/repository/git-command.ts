/** Runs git as the person who calls the command would: in their folder, with their configuration and credentials. */
import { execFile } from 'node:child_process';
import { gitFailed } from '../refusal.js';

interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface GitCommand {
  /** A git that fails is an answer. */
  ask(...args: string[]): Promise<GitAnswer>;
  /** What git prints. @throws Refusal with git's own words */
  run(...args: string[]): Promise<string>;
}

export function gitIn(folder: string, env: Environment): GitCommand {
  const ask = (...args: string[]) => askGit(folder, personalEnvironment(env), args);
  return {
    ask,
    run: async (...args) => {
      const { exitCode, stdout, stderr } = await ask(...args);
      if (exitCode === 0) return stdout;
      throw gitFailed(`git ${args[0]} failed: ${clean(stderr) || `exit code ${exitCode}`}`);
    },
  };
}

/** Everything git may need of the person, and no question that nobody answers. */
export function personalEnvironment(env: Environment): Record<string, string> {
  // A hook's own variables would lead git to the hook's repository.
  const set = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(entry[0]),
  );
  return { ...Object.fromEntries(set), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

/** Without the credentials of a URL, and without advice for people who rebase by hand. */
export function clean(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('hint:'))
    .join('\n')
    .trim()
    .replaceAll(/\/\/[^/@\s]+@/g, '//***@');
}

function askGit(cwd: string, env: Record<string, string>, args: string[]): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    execFile('git', args, { cwd, env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') {
        reject(gitFailed(`git cannot be run: ${error.message}`, { cause: error }));
      } else resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
