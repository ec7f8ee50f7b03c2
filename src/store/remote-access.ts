/** The remote as git is to reach it now: its secrets can be replaced while the broker runs. */
import { isDeepStrictEqual } from 'node:util';
import { gitEnvironment } from './git-process.js';
import { prepareRemote } from './remote.js';
import type { Remote, RemoteOptions, RemoteSecrets } from './remote.js';
import { StoreError } from './store.js';
import type { StoreObserver } from './store.js';

export interface RemoteAccessOptions {
  readonly remote: RemoteOptions;
  /** For key and host files. */
  readonly sshFolder: string;
  readonly observer: StoreObserver | undefined;
}

export class RemoteAccess {
  readonly #options: RemoteAccessOptions;
  #prepared: Remote | undefined;
  #secrets: RemoteSecrets = {};

  constructor(options: RemoteAccessOptions) {
    this.#options = options;
  }

  /** For git commands, also for those that need no remote. */
  get environment(): Record<string, string> {
    return this.#prepared?.env ?? gitEnvironment();
  }

  /** @returns its URL, fit for arguments @throws StoreError when it cannot be used as it is configured */
  async open(): Promise<string> {
    const secrets = this.#currentSecrets();
    if (!isDeepStrictEqual(secrets, this.#secrets)) await this.disconnect();
    this.#secrets = secrets;
    this.#prepared ??= await this.#prepare({ ...this.#options.remote, ...secrets });
    return this.#prepared.url;
  }

  async disconnect(): Promise<void> {
    const remote = this.#prepared;
    this.#prepared = undefined;
    await remote?.disconnect();
  }

  /** What git says, fit for logs. */
  withoutSecrets(text: string): string {
    const secrets = this.#prepared?.secrets ?? [];
    return secrets
      .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
      .replaceAll(/\/\/[^/@\s]+@/g, '//***@');
  }

  /** A file that cannot be read while it is being replaced leaves what it held before in force. */
  #currentSecrets(): RemoteSecrets {
    try {
      return this.#options.remote.currentSecrets?.() ?? {};
    } catch (cause) {
      this.#options.observer?.warning?.({
        kind: 'secret-unreadable',
        message: 'a file with a credential of the git remote cannot be read; the one read before is used',
        remedy: 'Look at the file of GIT_PASSWORD_FILE, GIT_TOKEN_FILE or GIT_SSH_KEY_FILE and its permissions.',
        cause,
      });
      return this.#secrets;
    }
  }

  async #prepare(options: RemoteOptions): Promise<Remote> {
    try {
      return await prepareRemote(options, this.#options.sshFolder);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError('unreachable', `the remote cannot be used: ${reason}`, { cause: error });
    }
  }
}
