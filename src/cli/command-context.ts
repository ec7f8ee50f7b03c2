/** What a command gets of the process: nothing but `cli/main.ts` touches the process itself. */
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';

export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Colours and emphasis on stdout are welcome. */
  readonly color: boolean;
  /** The first SIGTERM or SIGINT asks politely, the second one ends the process. For commands that can stop politely. */
  stopSignal(): AbortSignal;
  /** What the process ends with once the command is done; 0 when no command says. */
  exitWith(code: ExitCode): void;
}

/** Declares one command; its action is loaded when it is called. */
export type DeclareCommand = (program: Command, context: CommandContext) => void;
