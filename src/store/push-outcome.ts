/** What a push, or another remote call, came to: the only place that reads git's words (English by LC_ALL=C). */
import type { GitResult } from './git-process.js';
import { LOCAL_FAILURE } from './local-failure.js';

/**
 * - `lost-race`: the branch is not where the change was decided on any more: fetch and decide again.
 * - `declined`: the remote refuses the content or the writer: a person must act.
 * - `unreachable`: it never got there.
 * - `local`: this machine does not let git work.
 * - `damaged`: the local clone cannot be used.
 * - `unknown`: it may have arrived or not: look.
 */
export type Failure = 'lost-race' | 'declined' | 'unreachable' | 'local' | 'damaged' | 'unknown';

/** First match wins. */
const WORDS: readonly (readonly [RegExp, Failure])[] = [
  [LOCAL_FAILURE, 'local'],
  [
    /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|reference already exists|incorrect old value|remote ref updated since/i,
    'lost-race',
  ],
  [
    /hook declined|protected branch|GH00\d|pre-receive|not allowed to push|denyCurrentBranch|remote rejected|declined/i,
    'declined',
  ],
  [/authentication failed|could not read (username|password)/i, 'unreachable'],
  [/permission to .* denied|access denied|write access|error: 403|forbidden|read-only/i, 'declined'],
  // Also what a proxy in between says after git has taken it.
  [/RPC failed; (curl|HTTP 5\d\d)/i, 'unknown'],
  [
    // Of ours: what starts with `remote:` was said of theirs.
    /^(?!remote:).*(loose object .* is corrupt|object file .* is empty|unable to read tree|bad object|missing blob|missing tree|not a git repository: '|Unable to create '.*\.lock'|inflate: data|packfile .* (cannot|is)|bad tree object|bad config (line|file)|unresolved deltas)/im,
    'damaged',
  ],
  [
    /could not resolve|connection refused|permission denied|host key verification|no such file or directory|does not appear to be a git repository|repository .* not found|does not exist|failed to connect|network is unreachable|no route|expected git repo version|error: 4\d\d|error: 5\d\d/i,
    'unreachable',
  ],
];

export function failureOf({ stdout, stderr, timedOut }: GitResult): Failure {
  if (timedOut) return 'unknown';
  const text = `${stdout}\n${stderr}`;
  return WORDS.find(([words]) => words.test(text))?.[1] ?? 'unknown';
}

export const isMissingBranch = ({ stderr }: GitResult): boolean => /couldn't find remote ref/i.test(stderr);
