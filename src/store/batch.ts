/** Decides the transactions of a batch one after the other, each on top of those before it. */
import type { StagedSnapshot } from './staged-snapshot.js';
import type { CommitNote, Transaction } from './store.js';
import { CloneDamage } from './damage.js';
import { TimeSlice } from './time-slice.js';

export interface Waiting {
  readonly transaction: Transaction<unknown>;
  /** `performance.now()` after which it must have been answered. */
  readonly deadline: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface DecidedBatch {
  /** Gives everyone their answer. To be called once the remote has confirmed what they were decided on. */
  readonly settle: () => void;
  /** Of the transactions that change something. */
  readonly notes: readonly CommitNote[];
}

/** One that throws leaves no trace in `staged` and fails alone. @throws CloneDamage */
export async function decideAll(batch: readonly Waiting[], staged: StagedSnapshot): Promise<DecidedBatch> {
  const answers: (() => void)[] = [];
  const notes: CommitNote[] = [];
  const slice = new TimeSlice();
  for (const { transaction, resolve, reject } of batch) {
    await slice.next();
    try {
      const { result, changes, note } = await transaction(staged);
      if (changes.length > 0) {
        if (!note) throw new TypeError('a transaction that changes something needs a note');
        staged.apply(changes);
        notes.push(note);
      }
      answers.push(() => resolve(result));
    } catch (error) {
      if (error instanceof CloneDamage) throw error;
      answers.push(() => reject(error));
    }
  }
  return { notes, settle: () => answers.forEach((answer) => answer()) };
}
