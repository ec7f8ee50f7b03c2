/** Keeps the records read last, by the id of their folder's content: the same content is parsed once. */

export class RecordCache {
  readonly #entries = new Map<string, unknown>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** @param contentId undefined for content that has no id yet: read each time */
  async get<T>(kind: string, contentId: string | undefined, read: () => Promise<T>): Promise<T> {
    if (contentId === undefined) return read();
    const key = `${kind}:${contentId}`;
    const known = this.#entries.get(key);
    if (known !== undefined) {
      // Moved to the end: the first one is always the one unused for longest.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known as T;
    }
    const value = await read();
    this.#entries.set(key, value);
    if (this.#entries.size > this.#maxEntries) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return value;
  }
}
