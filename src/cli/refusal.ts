/** Why a command did not do what it was asked for, told to a person; it carries the exit code. */
import { EXIT } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The command worked, and the answer is no. */
export function answerNo(message: string): Refusal {
  return new Refusal(EXIT.no, message);
}

export function wrongUsage(message: string): Refusal {
  return new Refusal(EXIT.usage, message);
}

export function gitFailed(message: string, options?: ErrorOptions): Refusal {
  return new Refusal(EXIT.git, message, options);
}
