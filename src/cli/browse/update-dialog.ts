/** Asks for a report about an operation, one question after the other. Nothing is written before the last one is answered. */
import type { StatusFile } from '../../repository/status-file.js';
import type { Report } from '../records/decide-report.js';
import { readPairs } from '../records/report-input.js';
import { Refusal } from '../refusal.js';
import type { Key } from './key.js';
import { typed } from './text-input.js';

export const STATUSES: readonly StatusFile['status'][] = ['succeeded', 'failed', 'in progress'];

export interface UpdateDialog {
  readonly question: 'status' | 'description' | 'credentials' | 'confirm';
  /** Instances have none. */
  readonly asksCredentials: boolean;
  readonly status: StatusFile['status'];
  readonly description: string;
  /** As they were given, `key=value`. */
  readonly credentials: readonly string[];
  /** The credential that is being typed. */
  readonly pair: string;
  /** Values are shown while they are typed. */
  readonly revealed: boolean;
  /** Why the answer is not taken. */
  readonly problem: string;
}

export type Answer =
  | { readonly kind: 'asking'; readonly dialog: UpdateDialog }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'confirmed'; readonly report: Report };

export function firstQuestion(asksCredentials: boolean): UpdateDialog {
  return {
    question: 'status',
    asksCredentials,
    status: 'succeeded',
    description: '',
    credentials: [],
    pair: '',
    revealed: false,
    problem: '',
  };
}

export function answer(dialog: UpdateDialog, key: Key): Answer {
  const ready = { ...dialog, problem: '' };
  if (key.name === 'escape') return back(ready);
  return QUESTIONS[dialog.question](ready, key);
}

/** What a dialog came to. */
function reportOf({ status, description, credentials }: UpdateDialog): Report {
  return {
    status: { status, description },
    ...(credentials.length > 0 && { credentials: readPairs('credentials', credentials) }),
  };
}

const QUESTIONS: Readonly<Record<UpdateDialog['question'], (dialog: UpdateDialog, key: Key) => Answer>> = {
  status: (dialog, key) => {
    if (key.pasted) return asking(dialog);
    const index = STATUSES.indexOf(dialog.status);
    const moved = key.name === 'up' ? index - 1 : key.name === 'down' ? index + 1 : index;
    const status = STATUSES[Math.min(Math.max(moved, 0), STATUSES.length - 1)] ?? dialog.status;
    return asking({ ...dialog, status, question: key.name === 'enter' ? 'description' : 'status' });
  },
  description: (dialog, key) => {
    // A description is one line in lists: line ends that are pasted are spaces.
    if (key.name === 'enter' && key.pasted) return asking({ ...dialog, description: `${dialog.description} ` });
    if (key.name === 'enter')
      return asking({ ...dialog, question: dialog.asksCredentials ? 'credentials' : 'confirm' });
    return asking({ ...dialog, description: typed(dialog.description, key) ?? dialog.description });
  },
  credentials: (dialog, key) => {
    if (key.name === 'tab') return asking({ ...dialog, revealed: !dialog.revealed });
    // Keys and certificates have many lines, and are pasted.
    if (key.name !== 'enter' || key.pasted) return asking({ ...dialog, pair: typed(dialog.pair, key) ?? dialog.pair });
    if (dialog.pair.trim() === '') return asking({ ...dialog, pair: '', question: 'confirm' });
    const credentials = [...dialog.credentials, dialog.pair];
    const problem = problemOf(credentials);
    return asking(problem === '' ? { ...dialog, credentials, pair: '' } : { ...dialog, problem });
  },
  confirm: (dialog, key) => {
    if (key.pasted) return asking(dialog);
    if (key.name === 'y') return { kind: 'confirmed', report: reportOf(dialog) };
    return key.name === 'n' ? { kind: 'cancelled' } : asking(dialog);
  },
};

function asking(dialog: UpdateDialog): Answer {
  return { kind: 'asking', dialog };
}

/** To the question before; credentials that were given are given anew. */
function back(dialog: UpdateDialog): Answer {
  const { question, asksCredentials } = dialog;
  if (question === 'status') return { kind: 'cancelled' };
  if (question === 'description') return asking({ ...dialog, question: 'status' });
  const fresh = { ...dialog, credentials: [], pair: '' };
  return asking({ ...fresh, question: question === 'confirm' && asksCredentials ? 'credentials' : 'description' });
}

function problemOf(pairs: readonly string[]): string {
  try {
    readPairs('credentials', pairs);
    return '';
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
