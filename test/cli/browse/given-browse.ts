/** States of `gitbroker browse`, and keys pressed on them. */
import type { BrowseState, Effect, Size } from '../../../src/cli/browse/browse-state.js';
import { firstState } from '../../../src/cli/browse/browse-state.js';
import type { Key } from '../../../src/cli/browse/key.js';
import { listRecords } from '../../../src/cli/browse/list-entries.js';
import { pressKey } from '../../../src/cli/browse/press-key.js';
import { renderScreen } from '../../../src/cli/browse/render-screen.js';
import type { RecordRow } from '../../../src/cli/records/record-row.js';

export const SIZE: Size = { columns: 80, rows: 12 };

export function givenRow(instanceId: string, more: Partial<RecordRow> = {}): RecordRow {
  return {
    kind: more.bindingId === undefined ? 'instance' : 'binding',
    instanceId,
    path: `instances/${instanceId}${more.bindingId === undefined ? '' : `/bindings/${more.bindingId}`}`,
    offering: { id: 'o-1', name: 'database' },
    plan: { id: 'p-1', name: 'small' },
    operation: { id: 'op-1', type: more.bindingId === undefined ? 'provision' : 'bind' },
    state: 'in progress',
    ...more,
  };
}

export function givenState(rows: readonly RecordRow[]): BrowseState {
  return firstState('services', listRecords(rows));
}

export function givenDetail(row: RecordRow, lines: readonly string[], revealed = false): BrowseState {
  return { ...givenState([row]), screen: { kind: 'detail', row, lines, revealed, top: 0 } };
}

/** A key by its name, or a character. */
function key(name: string): Key {
  return { name, text: Array.from(name).length === 1 ? name : '', pasted: false };
}

/** Its characters, one by one. */
export function text(words: string): Key[] {
  return Array.from(words, key);
}

export function pasted(text: string): Key[] {
  return Array.from(text, (one) =>
    one === '\n' ? { name: 'enter', text: one, pasted: true } : { name: one, text: one, pasted: true },
  );
}

/** The state after all keys, and what they asked of the repository. */
export function press(state: BrowseState, ...keys: readonly (string | readonly Key[])[]) {
  const effects: Effect[] = [];
  let now = state;
  for (const one of keys.flatMap((given) => (typeof given === 'string' ? [key(given)] : given))) {
    const step = pressKey(now, one, SIZE);
    now = step.state;
    if (step.effect) effects.push(step.effect);
  }
  return { state: now, effects };
}

/** What the screen says, without the lines that are empty. */
export function screenOf(state: BrowseState, size = SIZE): string[] {
  return renderScreen(state, size)
    .map(({ text }) => text.trimEnd())
    .filter(Boolean);
}
