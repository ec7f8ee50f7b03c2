/** What a check is, and how it says that a broker does not keep to a requirement, or that it could not find out. */
import type { Session } from './session.js';

export interface Check {
  /** Id of the requirement in `docs/reference/conformance.md`. */
  readonly requirement: string;
  readonly level: 'MUST' | 'SHOULD';
  /** Of the specification. */
  readonly section: string;
  /** What is expected, as a sentence about the broker. */
  readonly title: string;
  /** Minor of version 2 that brought it. */
  readonly since?: number;
  /** @throws CheckFailure, NotPossible */
  run(session: Session): Promise<void>;
}

/** The broker does not do what the requirement asks. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';
}

/** Nothing can be said about the requirement on this broker, and why. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
}

/** A story broke off because a poll was not answered as polls are; some checks are about just that. */
export class PollRefused extends NotPossible {}

/** The broker does not offer what the check is about, and says so: no fault of anybody. */
export class NotOffered extends NotPossible {}

/** Where what makes a check impossible for others is the very fault it looks for. */
export function failIf(kind: typeof NotPossible): (error: unknown) => never {
  return (error) => {
    throw error instanceof kind && !(error instanceof NotOffered) ? new CheckFailure(error.message) : error;
  };
}

/** @throws CheckFailure that lists the first problems */
export function expectNone(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
  throw new CheckFailure(`${problems.slice(0, 5).join('; ')}${more}`);
}
