/** What one handler prints, in a file of its own: masked, and never larger than a limit. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Masker } from './masker.js';

const MAX_BYTES = 4 * 1024 * 1024;

export class OperationLog {
  readonly path: string;
  readonly #masker: Masker;
  readonly #observe: (line: string) => void;
  #bytes = 0;
  #buffer = '';
  #writing: Promise<void> | undefined;
  #failure: unknown;

  constructor(path: string, masker: Masker, observe: (line: string) => void) {
    this.path = path;
    this.#masker = masker;
    this.#observe = observe;
  }

  line(text: string): void {
    if (this.#bytes > MAX_BYTES || this.#failure !== undefined) return;
    const masked = this.#masker.mask(text);
    this.#bytes += masked.length + 1;
    const shown = this.#bytes > MAX_BYTES ? `(more than ${MAX_BYTES} bytes: the rest is left out)` : masked;
    this.#observe(shown);
    this.#buffer += `${shown}\n`;
    this.#writing ??= this.#write()
      // A log that cannot be written must not cost the outcome of the work.
      .catch((cause: unknown) => {
        this.#failure = cause;
        this.#observe('(the log file cannot be written)');
      })
      .finally(() => {
        this.#writing = undefined;
      });
  }

  /** Everything is on disk; what has become known as secret since is masked as well. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#bytes === 0 || this.#failure !== undefined) return;
    const text = await readFile(this.path, 'utf8');
    const masked = this.#masker.mask(text);
    if (masked !== text) await writeFile(this.path, masked);
  }

  async #write(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    while (this.#buffer !== '') {
      const text = this.#buffer;
      this.#buffer = '';
      await appendFile(this.path, text, { mode: 0o600 });
    }
  }
}
