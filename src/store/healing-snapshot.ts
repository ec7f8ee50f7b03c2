/** A snapshot whose reads survive a damaged clone: they have it replaced, and read once more. */
import { CloneDamage } from './damage.js';
import type { Entry, Snapshot } from './store.js';

export class HealingSnapshot implements Snapshot {
  readonly #snapshot: Snapshot;
  readonly #heal: (damage: CloneDamage) => Promise<unknown>;

  constructor(snapshot: Snapshot, heal: (damage: CloneDamage) => Promise<unknown>) {
    this.#snapshot = snapshot;
    this.#heal = heal;
  }

  get commit(): string | null {
    return this.#snapshot.commit;
  }

  entry(path: string): Promise<Entry | undefined> {
    return this.#healed(() => this.#snapshot.entry(path));
  }

  list(folder: string): Promise<ReadonlyMap<string, Entry>> {
    return this.#healed(() => this.#snapshot.list(folder));
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#healed(() => this.#snapshot.read(path));
  }

  async #healed<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof CloneDamage)) throw error;
      await this.#heal(error);
      return read();
    }
  }
}
