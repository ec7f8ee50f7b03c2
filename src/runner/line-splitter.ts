/** Bytes in, lines out. A line without an end costs no more memory than a long one. */
import { StringDecoder } from 'node:string_decoder';

const MAX_LINE = 8192;

export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(data: Buffer): void {
    const parts = this.#decoder.write(data).split('\n');
    for (const [n, part] of parts.entries()) {
      if (this.#rest.length < MAX_LINE) this.#rest += part.slice(0, MAX_LINE);
      if (n < parts.length - 1) this.#emit();
    }
  }

  end(): void {
    this.#rest += this.#decoder.end();
    if (this.#rest !== '') this.#emit();
  }

  #emit(): void {
    this.#onLine(this.#rest.slice(0, MAX_LINE).replace(/\r$/, ''));
    this.#rest = '';
  }
}
