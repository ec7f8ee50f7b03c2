/** Reads git objects through one long-lived `git cat-file --batch`: no process start per object, packs stay open. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { CloneDamage } from './damage.js';
import { gitEnvironment } from './git-process.js';
import { localFailureOf } from './local-failure.js';
import { StoreError } from './store.js';

interface GitObject {
  readonly id: string;
  readonly content: Buffer;
}

interface Waiting {
  readonly resolve: (object: GitObject) => void;
  readonly reject: (error: Error) => void;
  readonly name: string;
}

class ReaderKilled extends StoreError {
  constructor(signal: string) {
    super('local', `git cat-file was ended by ${signal}`);
  }
}

export class ObjectReader {
  readonly #gitDir: string;
  readonly #onKilled: () => void;
  #child: ChildProcessWithoutNullStreams | undefined;
  #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes that must be there before looking again: keeps large objects from being searched at every chunk. */
  #needed = 0;

  /** @param onKilled hears of a reader that was killed by somebody else */
  constructor(gitDir: string, onKilled: () => void = () => {}) {
    this.#gitDir = gitDir;
    this.#onKilled = onKilled;
  }

  /**
   * A reader that was killed is started anew, once.
   * @throws CloneDamage when the object is missing or cannot be read, StoreError when git cannot be run
   */
  async read(id: string): Promise<Buffer> {
    return (await this.#askAgain(id)).content;
  }

  /** The id of what a branch's name stands for at the moment. @throws as `read` does */
  async resolve(ref: string): Promise<string> {
    return (await this.#askAgain(ref)).id;
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  #askAgain(name: string): Promise<GitObject> {
    return this.#ask(name).catch((error: unknown) => {
      if (!(error instanceof ReaderKilled)) throw error;
      return this.#ask(name);
    });
  }

  #ask(name: string): Promise<GitObject> {
    const child = this.#child ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject, name });
      if (child.pid !== undefined) child.stdin.write(`${name}\n`);
    });
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn('git', ['--git-dir', this.#gitDir, 'cat-file', '--batch'], { env: gitEnvironment() });
    this.#child = child;
    const fail = (error: Error) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      const waiting = this.#waiting;
      [this.#waiting, this.#chunks, this.#buffered, this.#needed] = [[], [], 0, 0];
      for (const { reject } of waiting) reject(error);
    };
    child.once('error', (error) => fail(localFailureOf(error) ?? error));
    // Without file descriptors for them there are no streams either.
    if (child.pid === undefined) return child;
    let complaints = '';
    child.stderr.on('data', (data: Buffer) => {
      complaints = (complaints + data.toString()).slice(-1000);
    });
    // Its end says why.
    child.stdin.on('error', () => {});
    child.once('close', (_code, signal) => {
      if (signal !== null && this.#child === child) this.#onKilled();
      fail(signal === null ? new CloneDamage(`git cat-file ended: ${complaints.trim()}`) : new ReaderKilled(signal));
    });
    child.stdout.on('data', (data: Buffer) => {
      this.#chunks.push(data);
      this.#buffered += data.length;
      if (this.#buffered >= this.#needed) this.#takeAnswers();
    });
    return child;
  }

  #takeAnswers(): void {
    let buffer = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#needed = 0;
    while (this.#waiting.length > 0) {
      const headerEnd = buffer.indexOf(10);
      if (headerEnd === -1) break;
      const header = buffer.toString('latin1', 0, headerEnd);
      const [, id = '', size] = /^([0-9a-f]+) \w+ (\d+)$/.exec(header) ?? [];
      const end = size === undefined ? headerEnd : headerEnd + 1 + Number(size);
      if (size !== undefined && buffer.length < end + 1) {
        this.#needed = end + 1;
        break;
      }
      const waiting = this.#waiting.shift();
      if (size === undefined) waiting?.reject(new CloneDamage(`git object cannot be read: ${header}`));
      else waiting?.resolve({ id, content: buffer.subarray(headerEnd + 1, end) });
      buffer = buffer.subarray(end + 1);
    }
    this.#chunks = buffer.length > 0 ? [buffer] : [];
    this.#buffered = buffer.length;
  }
}
