/** Keeps secrets out of logs and descriptions. Knows values only, not where they come from. */

/** Shorter ones would blacken ordinary words. */
const MIN_LENGTH = 6;
const MASK = '***';

export class Masker {
  #secrets: string[] = [];

  /** Strings anywhere in `value`; of one with several lines, each line. */
  add(value: unknown): void {
    for (const text of stringsIn(value)) {
      for (const line of [text, ...text.split(/\r?\n/)]) {
        const secret = line.trim();
        if (secret.length >= MIN_LENGTH && !this.#secrets.includes(secret)) this.#secrets.push(secret);
      }
    }
    // The longest first: a secret that contains another one must go as a whole.
    this.#secrets.sort((a, b) => b.length - a.length);
  }

  mask(text: string): string {
    return this.#secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
