/** Failures of this machine: neither the remote nor the clone is to blame, and making the clone anew would not help. */
import { StoreError } from './store.js';

const CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'EAGAIN',
  'ENOMEM',
]);

/** In git's words, by LC_ALL=C. What starts with `remote:` was said of their machine. */
export const LOCAL_FAILURE =
  /^(?!remote:).*(no space left on device|disk quota exceeded|file too large|read-only file system|too many open files|cannot allocate memory|out of memory|unable to (fork|create thread)|cannot fork)/im;

/** A `local` StoreError, when the error is one of files or processes that this machine refuses. */
export function localFailureOf(error: unknown): StoreError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const noProgram = code === 'ENOENT' && 'syscall' in error && String(error.syscall).startsWith('spawn');
  if (!CODES.has(code) && !noProgram && !LOCAL_FAILURE.test(error.message)) return undefined;
  return new StoreError('local', `this machine does not let git work: ${error.message}`, { cause: error });
}
