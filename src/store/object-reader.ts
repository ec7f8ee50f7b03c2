/** Reads git objects through one long-lived `git cat-file --batch`: no process start per object, packs stay open. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { CloneDamage } from './damage.js';
import { gitEnvironment } from './git-process.js';

interface Waiting {
  readonly resolve: (content: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly name: string;
}

export class ObjectReader {
  readonly #gitDir: string;
  #child: ChildProcessWithoutNullStreams | undefined;
  #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes that must be there before looking again: keeps large objects from being searched at every chunk. */
  #needed = 0;

  constructor(gitDir: string) {
    this.#gitDir = gitDir;
  }

  /** @throws CloneDamage when the object is missing or cannot be read */
  read(name: string): Promise<Buffer> {
    const child = this.#child ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject, name });
      child.stdin.write(`${name}\n`);
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn('git', ['--git-dir', this.#gitDir, 'cat-file', '--batch'], { env: gitEnvironment() });
    this.#child = child;
    const fail = (reason: string) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      const waiting = this.#waiting;
      [this.#waiting, this.#chunks, this.#buffered, this.#needed] = [[], [], 0, 0];
      for (const { reject, name } of waiting)
        reject(new CloneDamage(`git cat-file ended while reading ${name}: ${reason}`));
    };
    let complaints = '';
    child.stderr.on('data', (data: Buffer) => {
      complaints = (complaints + data.toString()).slice(-1000);
    });
    child.stdin.on('error', () => fail('its input was closed'));
    child.once('error', (error) => fail(error.message));
    child.once('close', () => fail(complaints.trim()));
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
      const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(header)?.[1];
      const end = size === undefined ? headerEnd : headerEnd + 1 + Number(size);
      if (size !== undefined && buffer.length < end + 1) {
        this.#needed = end + 1;
        break;
      }
      const waiting = this.#waiting.shift();
      if (size === undefined) waiting?.reject(new CloneDamage(`git object cannot be read: ${header}`));
      else waiting?.resolve(buffer.subarray(headerEnd + 1, end));
      buffer = buffer.subarray(end + 1);
    }
    this.#chunks = buffer.length > 0 ? [buffer] : [];
    this.#buffered = buffer.length;
  }
}
