/**
 * Keeps the local clone small while it is in use: every commit leaves objects behind, and thousands of small files and
 * packs make each git command slow.
 *
 * Packs are rolled up geometrically, nothing is ever dropped: a commit that was just pushed hangs on no local branch until
 * the next fetch. What lost races leave behind goes when the clone is made anew.
 */
import { gitEnvironment, runGit } from './git-process.js';

export interface CloneMaintenanceOptions {
  readonly gitDir: string;
  /** How many commits it takes until it is worth the while. */
  readonly everyCommits: number;
  /** What went wrong; the next one may go better. */
  readonly failed: (message: string) => void;
}

/** On one core, so that the others are left to orders. */
const ROLL_UP = ['-c', 'pack.threads=1', 'repack', '--quiet', '-d', '--geometric=2'];
const TIMEOUT_MS = 600_000;

export class CloneMaintenance {
  readonly #options: CloneMaintenanceOptions;
  readonly #stop = new AbortController();
  #commits = 0;
  #running: Promise<void> | undefined;

  constructor(options: CloneMaintenanceOptions) {
    this.#options = options;
  }

  /** To be called for each commit that came into the clone. Starts the work beside everything else, once at a time. */
  countCommit(): void {
    this.#commits += 1;
    if (this.#commits < this.#options.everyCommits || this.#running || this.#stop.signal.aborted) return;
    this.#commits = 0;
    this.#running = this.#rollUp().finally(() => {
      this.#running = undefined;
    });
  }

  /** Ends what is under way; git leaves a usable repository behind wherever it is interrupted. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #rollUp(): Promise<void> {
    const { gitDir, failed } = this.#options;
    const result = await runGit(['--git-dir', gitDir, ...ROLL_UP], {
      env: gitEnvironment(),
      timeoutMs: TIMEOUT_MS,
      signal: this.#stop.signal,
    }).catch((error: Error) => ({ exitCode: null, stderr: error.message }));
    if (result.exitCode !== 0 && !this.#stop.signal.aborted) failed(result.stderr.trim().slice(0, 1000));
  }
}
