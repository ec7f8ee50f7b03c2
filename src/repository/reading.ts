/** What reading a file came to. Nobody can mistake a broken file for an absent one. */
import type { FileProblem } from './problem.js';

export type Reading<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem };
