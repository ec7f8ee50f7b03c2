/** The built binary in a real pseudo-terminal, which Python's standard library has. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ENVIRONMENT, MAIN } from '../given-cli.js';

export interface Step {
  /** Waited for, among what came since the step before. */
  readonly expect: string;
  readonly send?: string;
  /** Columns and rows. */
  readonly resize?: readonly [number, number];
  readonly signal?: NodeJS.Signals;
  /** A folder from one path to another, before anything else of the step. */
  readonly move?: readonly [string, string];
}

const Shown = z.object({
  code: z.int(),
  output: z.string(),
  /** The terminal's settings are those of before. */
  restored: z.boolean(),
  /** The text that did not come. */
  missed: z.string().nullable(),
});
export type Shown = z.infer<typeof Shown>;

const DRIVER = fileURLToPath(new URL('pseudo-terminal.py', import.meta.url));
/** Undoes what was done to the terminal: the end of all that is written to it. */
export const GIVEN_BACK = '\u001B[?2004l\u001B[?7h\u001B[?25h\u001B[0m\u001B[?1049l';

export const hasPseudoTerminal = spawnSync('python3', ['-c', 'import pty']).status === 0;

export function browse(
  args: readonly string[],
  steps: readonly Step[],
  env: Readonly<Record<string, string>> = {},
): Promise<Shown> {
  const request = {
    argv: [process.execPath, MAIN, 'browse', ...args],
    cwd: '/',
    env: { ...ENVIRONMENT, TERM: 'xterm-256color', ...env },
    columns: 100,
    rows: 24,
    steps,
  };
  return new Promise((resolve, reject) => {
    const child = execFile('python3', [DRIVER], { maxBuffer: 1 << 26 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(Shown.parse(JSON.parse(stdout)));
    });
    child.stdin?.end(JSON.stringify(request));
  });
}
