/** Leads from key to key: draws the state, does what keys ask for, until the person or a signal ends it. */
import type { BrowseState } from './browse-state.js';
import { doEffect } from './do-effect.js';
import type { Outcome } from './do-effect.js';
import { openEventQueue } from './event-queue.js';
import type { Key } from './key.js';
import { pressKey } from './press-key.js';
import type { RecordSource } from './record-source.js';
import { renderScreen } from './render-screen.js';
import { takeTerminal } from './terminal.js';
import type { Streams } from './terminal.js';

type Event =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'resize' };

/** The terminal is given back before this is settled, and at once when the signal comes. */
export async function browseSession(
  first: BrowseState,
  source: RecordSource,
  streams: Streams,
  stop: AbortSignal,
): Promise<void> {
  const events = openEventQueue<Event>();
  const terminal = takeTerminal(streams, {
    onKey: (key) => events.add({ kind: 'key', key }),
    onResize: () => events.add({ kind: 'resize' }),
    onHangUp: () => events.end(),
  });
  const onStop = () => {
    terminal.giveBack();
    events.end();
  };
  stop.addEventListener('abort', onStop, { once: true });
  let running = Promise.resolve();
  try {
    let state = first;
    terminal.draw(renderScreen(state, terminal.size()));
    for await (const event of events) {
      if (event.kind === 'outcome') state = event.outcome(state);
      if (event.kind === 'key') {
        const step = pressKey(state, event.key, terminal.size());
        state = step.state;
        if (step.effect?.kind === 'quit') break;
        if (step.effect) {
          running = doEffect(step.effect, source).then((outcome) => events.add({ kind: 'outcome', outcome }));
        }
      }
      terminal.draw(renderScreen(state, terminal.size()));
    }
  } finally {
    stop.removeEventListener('abort', onStop);
    terminal.giveBack();
    // A report that is on its way to the remote is not cut off.
    await running;
  }
}
