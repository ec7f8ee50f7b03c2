/** Reads git's log into data. */
import type { GitCommand } from './git-command.js';

export interface LoggedChange {
  readonly commit: string;
  /** ISO 8601, when it was committed. */
  readonly at: string;
  readonly author: string;
  readonly email: string;
  readonly subject: string;
  /** Ids of the operations it is about. */
  readonly operations: readonly string[];
  readonly files: readonly { readonly change: 'added' | 'changed' | 'removed'; readonly path: string }[];
}

/** Begins a commit; neither text nor path can hold it. */
const RECORD = '\u0001';
const FORMAT = ['%H', '%cI', '%an', '%ae', '%s', '%(trailers:key=Operation,valueonly,separator=%x2C)'].join('%x02');
const CHANGES: Readonly<Record<string, LoggedChange['files'][number]['change']>> = { A: 'added', D: 'removed' };

/** Newest first; only commits that touch one of the paths, and of those only the files below them. */
export async function readLog(
  git: GitCommand,
  revision: string,
  paths: readonly string[],
  limit?: number,
): Promise<LoggedChange[]> {
  const exists = await git.ask('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  if (exists.exitCode !== 0) return [];
  const text = await git.run(
    '--literal-pathspecs',
    'log',
    '-z',
    '--name-status',
    '--no-renames',
    `--format=%x01${FORMAT}`,
    ...(limit === undefined ? [] : [`--max-count=${limit}`]),
    revision,
    '--',
    ...paths,
  );
  return text.split(RECORD).slice(1).map(readChange);
}

function readChange(text: string): LoggedChange {
  const [head = '', ...rest] = text.split('\0');
  const [commit = '', at = '', author = '', email = '', subject = '', operations = ''] = head.split('\u0002');
  const words = rest.map((word) => word.replace(/^\n/, '')).filter(Boolean);
  const files = words.flatMap((word, n) =>
    n % 2 === 0 ? [{ change: CHANGES[word] ?? 'changed', path: words[n + 1] ?? '' } as const] : [],
  );
  return { commit, at, author, email, subject, operations: operations.trim().split(',').filter(Boolean), files };
}
