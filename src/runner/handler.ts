/** What a handler is: something that does the work of an operation, and says how it ended. It never writes to the repository. */
import type { HandlerResult } from './handler-result.js';
import type { Masker } from './masker.js';
import type { OperationLog } from './operation-log.js';
import type { Order } from './order.js';
import type { Rule } from './runner-file.js';
import type { Work } from './work.js';

export interface HandlerRun {
  readonly work: Work;
  readonly rule: Rule;
  readonly order: Order;
  /** The repository's files without its orders, for all handlers alike. */
  readonly checkout: string;
  /** Of this run only; removed afterwards. */
  readonly folder: string;
  /** Stays from run to run. */
  readonly stateFolder: string;
  /** What the handler may know of the runner's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: OperationLog;
  readonly masker: Masker;
  readonly timeoutMs: number;
  readonly graceMs: number;
  /** Aborted when the operation is superseded, the claim is lost, or the runner stops. */
  readonly signal: AbortSignal;
  /** Tells platform users how far it is. */
  progress(description: string): void;
}

/** - `waiting`: not now; it is tried again later.
 *  - `blocked`: not before an operator has mended something; the order is not to blame.
 *  - `cancelled`: cut short by `signal`. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly result: HandlerResult }
  | { readonly kind: 'failed'; readonly description: string; readonly result?: HandlerResult }
  | { readonly kind: 'waiting'; readonly description: string }
  | { readonly kind: 'blocked'; readonly reason: string }
  | { readonly kind: 'cancelled' };

export interface Handler {
  /** What an operator must mend before it can run; asked before anything is claimed. */
  check?(run: Pick<HandlerRun, 'work' | 'rule' | 'checkout'>): Promise<string | undefined>;
  run(run: HandlerRun): Promise<Outcome>;
}
