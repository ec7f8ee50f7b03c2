/**
 * The bare local clone: a cache of the remote, thrown away whenever it is damaged. Fetches, pushes and reads objects;
 * knows nothing of transactions.
 */
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecentAncestor } from './ancestry.js';
import { CloneMaintenance } from './clone-maintenance.js';
import type { WrittenCommit } from './commit-writer.js';
import { CloneDamage } from './damage.js';
import { timeLeft } from './deadline.js';
import { gitEnvironment, runGit, wasKilled } from './git-process.js';
import type { GitResult } from './git-process.js';
import { GitSnapshot } from './git-snapshot.js';
import { ObjectReader } from './object-reader.js';
import { failureOf, isMissingBranch } from './push-outcome.js';
import type { Failure } from './push-outcome.js';
import { RemoteAccess } from './remote-access.js';
import type { RemoteOptions } from './remote.js';
import { StoreError } from './store.js';
import type { StoreObserver } from './store.js';
import { TreeCache } from './tree-cache.js';

export interface LocalCloneOptions {
  readonly remote: RemoteOptions;
  readonly branch: string;
  /** Only `clone.git` and `ssh` in it are touched. */
  readonly localPath: string;
  /** Also the commits before the first fetch: nothing here asks for them, and years of orders take long to fetch. */
  readonly fullHistory?: boolean;
  /** New commits until the clone is packed anew; 50 unless told. */
  readonly maintenanceEvery?: number;
  readonly observer?: StoreObserver;
}

export type PushOutcome = { readonly kind: 'accepted' } | { readonly kind: Failure; readonly message: string };

export class LocalClone {
  readonly gitDir: string;
  readonly trees = new TreeCache();
  readonly #options: LocalCloneOptions;
  readonly #ref: string;
  readonly #remote: RemoteAccess;
  /** Nothing has been fetched into it yet. */
  #isNew = false;
  #reader: ObjectReader | undefined;
  #maintenance: CloneMaintenance | undefined;

  constructor(options: LocalCloneOptions) {
    this.#options = options;
    this.gitDir = join(options.localPath, 'clone.git');
    this.#ref = `refs/heads/${options.branch}`;
    const { remote, observer } = options;
    this.#remote = new RemoteAccess({ remote, sshFolder: join(options.localPath, 'ssh'), observer });
  }

  /** The remote's newest commit and everything it needs; null when there is no such branch. @throws StoreError | CloneDamage */
  async fetch(timeoutMs: number): Promise<string | null> {
    const url = await this.#prepared();
    const result = await this.#git(
      [
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
        '--no-auto-maintenance',
        ...(this.#isNew && !this.#options.fullHistory ? ['--depth=1'] : []),
        url,
        `+${this.#ref}:${this.#ref}`,
      ],
      timeoutMs,
    );
    if (result.exitCode === 0) {
      this.#isNew = false;
      return this.#objects().resolve(this.#ref);
    }
    if (isMissingBranch(result)) return null;
    // The only refs that a fetch can fail to lock are our own.
    const failure = failureOf(result);
    if (failure === 'damaged' || failure === 'lost-race') throw new CloneDamage(this.#message(result));
    const kind = failure === 'local' || wasKilled(result) ? 'local' : 'unreachable';
    throw new StoreError(kind, `git fetch failed: ${this.#message(result)}`);
  }

  /** Moves the branch from exactly `base` to its child `commit`, or not at all. */
  async push(base: string | null, commit: string, timeoutMs: number): Promise<PushOutcome> {
    const url = await this.#prepared();
    const lease = `--force-with-lease=${this.#ref}:${base ?? ''}`;
    const result = await this.#git(
      ['push', '--porcelain', '--no-verify', lease, url, `${commit}:${this.#ref}`],
      timeoutMs,
    );
    if (result.exitCode === 0) return { kind: 'accepted' };
    return { kind: failureOf(result), message: this.#message(result) };
  }

  /** False also for a commit that is not there. @throws StoreError when git did not come to an answer */
  async isAncestor(ancestor: string, commit: string, timeoutMs: number): Promise<boolean> {
    const recent = await isRecentAncestor((id) => this.#objects().read(id), ancestor, commit);
    if (recent !== undefined) return recent;
    const result = await this.#git(['merge-base', '--is-ancestor', ancestor, commit], timeoutMs);
    if (result.exitCode === null) throw new StoreError('local', `git merge-base failed: ${this.#message(result)}`);
    return result.exitCode === 0;
  }

  async snapshot(commit: string | null): Promise<GitSnapshot> {
    if (commit === null) return new GitSnapshot(this, null, undefined);
    const content = (await this.#objects().read(commit)).toString('latin1', 0, 45);
    return this.adopt({ commit, rootTree: content.slice(5, 45) });
  }

  /** The snapshot of a commit that has come into the clone. */
  adopt({ commit, rootTree }: WrittenCommit): GitSnapshot {
    this.#maintained().countCommit();
    return new GitSnapshot(this, commit, rootTree);
  }

  tree(id: string) {
    return this.trees.read(id, this.#objects());
  }

  blob(id: string) {
    return this.#objects().read(id);
  }

  /** Whether the folder is still what git calls a repository. */
  async isIntact(): Promise<boolean> {
    return access(join(this.gitDir, 'HEAD')).then(
      () => true,
      () => false,
    );
  }

  /** Throws it away; the next call makes a new one. */
  async discard(): Promise<void> {
    await this.#release();
    await rm(this.gitDir, { recursive: true, force: true, maxRetries: 3 });
  }

  async close(): Promise<void> {
    await this.#release();
    await this.#remote.disconnect();
  }

  /** Lets go of all that uses the folder. */
  async #release(): Promise<void> {
    const [reader, maintenance] = [this.#reader, this.#maintenance];
    [this.#reader, this.#maintenance] = [undefined, undefined];
    await Promise.all([reader?.close(), maintenance?.close()]);
  }

  #maintained(): CloneMaintenance {
    const { observer, maintenanceEvery: everyCommits = 50 } = this.#options;
    const failed = (message: string) =>
      observer?.warning?.({
        kind: 'packing-failed',
        message: `packing the local clone failed: ${message}`,
        remedy: 'Look at the space on the disk of GIT_LOCAL_PATH; the broker works on, and tries again later.',
      });
    this.#maintenance ??= new CloneMaintenance({ gitDir: this.gitDir, everyCommits, failed });
    return this.#maintenance;
  }

  #objects(): ObjectReader {
    this.#reader ??= new ObjectReader(this.gitDir, () => this.#warnOfKill('cat-file'));
    return this.#reader;
  }

  /** @returns the remote's URL, once there is a clone to use it with */
  async #prepared(): Promise<string> {
    const url = await this.#remote.open();
    if (await this.isIntact()) return url;
    await mkdir(this.#options.localPath, { recursive: true });
    const result = await runGit(['init', '--quiet', '--bare', this.gitDir], {
      env: gitEnvironment(),
      timeoutMs: 30_000,
    });
    if (result.exitCode !== 0) throw new StoreError('local', `git init failed: ${this.#message(result)}`);
    this.#isNew = true;
    return url;
  }

  /** Once more when it was killed: also a push, because sent twice it arrives once. */
  async #git(args: string[], timeoutMs: number): Promise<GitResult> {
    const deadline = performance.now() + timeoutMs;
    const run = () =>
      runGit(['--git-dir', this.gitDir, ...args], {
        env: this.#remote.environment,
        timeoutMs: timeLeft(deadline),
      });
    const result = await run();
    if (!wasKilled(result)) return result;
    this.#warnOfKill(args[0] ?? '');
    return run();
  }

  #warnOfKill(command: string): void {
    this.#options.observer?.warning?.({
      kind: 'git-killed',
      message: `git ${command} was killed and is run again`,
      remedy: 'Look for the out-of-memory killer in the log of the machine; give the broker more memory.',
    });
  }

  #message({ stdout, stderr, timedOut, exitCode }: GitResult): string {
    if (timedOut) return 'no answer within the deadline';
    if (exitCode === null) return 'git was killed';
    const text = `${stderr.trim()} ${/^!.*$/m.exec(stdout)?.[0] ?? ''}`.trim() || `exit code ${exitCode}`;
    return this.#remote.withoutSecrets(text).slice(0, 1000);
  }
}
