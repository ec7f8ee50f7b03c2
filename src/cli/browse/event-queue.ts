/** Events in the order they came, for one reader that takes them one by one. */

export interface EventQueue<T> extends AsyncIterable<T> {
  /** After the end nothing is added any more. */
  add(event: T): void;
  end(): void;
}

export function openEventQueue<T>(): EventQueue<T> {
  const waiting: T[] = [];
  let ended = false;
  let wake = () => {};
  return {
    add: (event) => {
      if (!ended) waiting.push(event);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const event = waiting.shift();
        if (ended) return;
        if (event !== undefined) yield event;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
