import { describe, expect, test } from 'vitest';
import { failureOf, isMissingBranch } from '../../src/store/push-outcome.js';
import type { Failure } from '../../src/store/push-outcome.js';

const result = (stderr: string, stdout = '') => ({ exitCode: 1, stdout, stderr, timedOut: false });

/** What git 2.39 and hosts have written; `!` lines are those of `git push --porcelain`. */
const TOLD: readonly (readonly [Failure, string])[] = [
  ['lost-race', '!\tabc:refs/heads/main\t[rejected] (stale info)'],
  ['lost-race', '!\tabc:refs/heads/main\t[rejected] (fetch first)'],
  ['lost-race', '!\tabc:refs/heads/main\t[rejected] (non-fast-forward)'],
  ['lost-race', '!\tabc:refs/heads/main\t[remote rejected] (failed to update ref)'],
  ['lost-race', '!\tabc:refs/heads/main\t[remote rejected] (incorrect old value provided)'],
  [
    'lost-race',
    "!\tabc:refs/heads/main\t[remote rejected] (cannot lock ref 'refs/heads/main': reference already exists)",
  ],
  ['lost-race', "remote: error: cannot lock ref 'refs/heads/main': is at 1 but expected 2"],
  ['declined', '!\tabc:refs/heads/main\t[remote rejected] (pre-receive hook declined)'],
  ['declined', 'remote: error: GH006: Protected branch update failed for refs/heads/main.'],
  ['declined', 'remote: GitLab: You are not allowed to push code to protected branches on this project.'],
  ['declined', '!\tabc:refs/heads/main\t[remote rejected] (unpacker error)'],
  ['declined', "fatal: unable to access 'https://host/r.git/': The requested URL returned error: 403"],
  ['declined', 'ERROR: Permission to org/r.git denied to somebody.'],
  ['declined', 'ERROR: The key you are authenticating with has been marked as read-only.'],
  ['unreachable', "fatal: unable to access 'https://host/r.git/': Could not resolve host: host"],
  [
    'unreachable',
    "fatal: unable to access 'http://host/r.git/': Failed to connect to host port 80 after 0 ms: Couldn't connect to server",
  ],
  ['unreachable', "fatal: unable to access 'https://host/r.git/': The requested URL returned error: 503"],
  ['unreachable', "fatal: could not read Username for 'https://host': terminal prompts disabled"],
  ['unreachable', "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://host/r.git/'"],
  ['unreachable', "fatal: repository 'https://host/r.git/' not found"],
  ['unreachable', 'git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.'],
  ['unreachable', 'Host key verification failed.\nfatal: Could not read from remote repository.'],
  [
    'unreachable',
    'ssh: connect to host 127.0.0.1 port 1: Connection refused\nfatal: Could not read from remote repository.',
  ],
  ['unreachable', "fatal: '/srv/r.git' does not appear to be a git repository"],
  ['damaged', "fatal: not a git repository: '/data/clone.git'"],
  [
    'damaged',
    'error: object file /data/clone.git/objects/ab/cd is empty\nfatal: loose object abcd (stored in /data) is corrupt',
  ],
  ['damaged', 'fatal: bad object abcd'],
  ['damaged', "fatal: Unable to create '/data/clone.git/shallow.lock': File exists."],
  ['damaged', 'fatal: bad config line 2 in file /data/clone.git/config'],
  ['local', 'fatal: write error: No space left on device\nfatal: fetch-pack: invalid index-pack output'],
  ['local', 'error: unable to write file /data/clone.git/objects/ab/cd: Disk quota exceeded'],
  ['local', 'fatal: cannot fork() for git-remote-https: Resource temporarily unavailable'],
  [
    'declined',
    'remote: fatal: write error: No space left on device\n!\tabc:refs/heads/main\t[remote rejected] (unpacker error)',
  ],
  [
    'unknown',
    'error: RPC failed; curl 52 Empty reply from server\nfatal: the remote end hung up unexpectedly\nEverything up-to-date',
  ],
  [
    'unknown',
    'error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nfatal: the remote end hung up unexpectedly',
  ],
  [
    'unknown',
    'send-pack: unexpected disconnect while reading sideband packet\nfatal: the remote end hung up unexpectedly',
  ],
  ['unknown', 'client_loop: send disconnect: Broken pipe'],
  ['unknown', 'remote: fatal: bad object abcd'],
  ['unknown', 'words that nobody has ever seen'],
  ['unknown', ''],
];

describe('what a failed push came to', () => {
  test.each(TOLD)('%s: %s', (failure, words) => {
    const lines = words.split('\n');
    const stdout = lines.filter((line) => line.startsWith('!')).join('\n');
    expect(failureOf(result(lines.filter((line) => !line.startsWith('!')).join('\n'), stdout))).toBe(failure);
  });

  test('unknown when the deadline ended it, whatever it had said', () => {
    expect(failureOf({ ...result('fatal: Authentication failed'), exitCode: null, timedOut: true })).toBe('unknown');
  });

  test('a branch that is missing is no failure', () => {
    expect(isMissingBranch(result("fatal: couldn't find remote ref refs/heads/main"))).toBe(true);
    expect(isMissingBranch(result('fatal: Could not read from remote repository.'))).toBe(false);
  });
});
