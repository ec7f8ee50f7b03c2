/** What happens inside the runner, for terminals, logs and metrics. Every method may be left out. */
import type { RecordReference } from './work.js';

export interface WorkReference extends RecordReference {
  readonly offering: string;
  readonly plan: string;
  readonly operation: { readonly id: string; readonly type: string };
}

/**
 * - `superseded`: a newer order or another report came first; nothing was written.
 * - `waiting`: for a person, or for a later attempt.
 * - `blocked`: an operator has to mend something (`description`).
 * - `interrupted`: the runner stops; another one takes it up.
 * - `unreported`: the remote could not be reached in time; it is done again.
 */
type EndedAs =
  'succeeded' | 'failed' | 'superseded' | 'waiting' | 'blocked' | 'interrupted' | 'unreported' | 'taken by another';

export interface EndedWork extends WorkReference {
  readonly outcome: EndedAs;
  readonly description?: string | undefined;
  /** File with what the handler printed; undefined when no handler ran. */
  readonly logPath?: string | undefined;
  /** Why it is unreported. */
  readonly cause?: unknown;
}

export interface RunnerObserver {
  started?(work: WorkReference): void;
  progress?(work: WorkReference, description: string): void;
  /** One line that a handler has printed, secrets masked. */
  printed?(work: WorkReference, line: string): void;
  ended?(work: EndedWork): void;
  /** Something that an operator should know; told once as long as it stays. */
  problem?(message: string): void;
}
