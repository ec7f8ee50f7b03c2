/** What a platform is told when the git store cannot do its work: always 503, and whether anything has been taken on. */
import { OsbError } from '../osb/errors.js';
import { StoreError } from '../store/store.js';
import type { StoreErrorKind } from '../store/store.js';

const ANSWERS: Record<StoreErrorKind, { readonly description: string; readonly retryAfterSeconds: number }> = {
  unreachable: {
    description: 'The git host cannot be reached at the moment. Nothing has been changed.',
    retryAfterSeconds: 10,
  },
  declined: {
    description:
      'The git host refuses this change; the operators of this broker have to look into it. Nothing has been changed.',
    retryAfterSeconds: 60,
  },
  contended: {
    description: 'Too many others are writing at the moment. Nothing has been changed.',
    retryAfterSeconds: 5,
  },
  unconfirmed: {
    description:
      'The git host has not confirmed this change: it may have been made or not. Please repeat the request, which is safe.',
    retryAfterSeconds: 10,
  },
  'branch-gone': {
    description:
      'The records of this broker are missing; its operators have to look into it. Nothing has been changed.',
    retryAfterSeconds: 60,
  },
  local: {
    description: 'This broker cannot work at the moment; its operators have to look into it. Nothing has been changed.',
    retryAfterSeconds: 60,
  },
  busy: { description: 'Too many requests are waiting at the moment. Nothing has been changed.', retryAfterSeconds: 5 },
  closing: { description: 'This broker is shutting down. Nothing has been changed.', retryAfterSeconds: 1 },
};

/** A {@link StoreError} as its 503; everything else unchanged. */
export function asOsbError(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error;
  const { description, retryAfterSeconds } = ANSWERS[error.kind];
  return new OsbError('Unavailable', description, { cause: error, retryAfterSeconds });
}
