/** Long work in short turns: polls are answered in between. */

/** Far below what a client notices. */
const SLICE_MS = 3;

export class TimeSlice {
  #end = performance.now() + SLICE_MS;

  /** To be awaited between two steps: lets others have their turn once the slice is used up. */
  async next(): Promise<void> {
    if (performance.now() < this.#end) return;
    await new Promise(setImmediate);
    this.#end = performance.now() + SLICE_MS;
  }
}
