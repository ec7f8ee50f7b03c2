/** A state as lines of the screen: title, body, what happened last, and the keys. Pure; knows nothing of terminals. */
import { oneLine } from '../output/table.js';
import { describeReference } from '../records/record-reference.js';
import type { BrowseState, DetailScreen, Size } from './browse-state.js';
import { shownEntries } from './list-entries.js';
import { renderDialog } from './render-dialog.js';
import { clip, clipStart, wrap } from './screen-text.js';

export interface Line {
  readonly text: string;
  readonly look?: 'title' | 'selected' | 'faint';
}

/** Title, head, message and keys. */
const AROUND_BODY = 4;
const MAX_MESSAGE_LINES = 3;

export function bodyHeight({ rows }: Size): number {
  return Math.max(1, rows - AROUND_BODY);
}

/** As many lines as the screen has, none wider than it, without anything that could steer it. */
export function renderScreen(state: BrowseState, size: Size): Line[] {
  const { title, head, body, keys } = partsOf(state, size);
  // A long message covers the end of the body, until the next key.
  const message = wrap(oneLine(state.busy ?? state.message), size.columns).slice(0, MAX_MESSAGE_LINES);
  const height = Math.max(1, bodyHeight(size) + 1 - message.length);
  const filled = Array.from({ length: height }, (_, n) => body[n] ?? { text: '' });
  const lines: Line[] = [
    { text: title, look: 'title' },
    head,
    ...filled,
    ...message.map((text) => ({ text })),
    { text: keys, look: 'faint' },
  ];
  return lines.slice(0, size.rows).map(({ text, look }) => {
    const clipped = clip(text, size.columns);
    return look ? { text: clipped, look } : { text: clipped };
  });
}

interface Parts {
  readonly title: string;
  readonly head: Line;
  readonly body: readonly Line[];
  readonly keys: string;
}

function partsOf(state: BrowseState, size: Size): Parts {
  const { screen } = state;
  if (screen.kind === 'list') return listParts(state, screen.typing, size);
  if (screen.kind === 'detail') return detailParts(screen, size);
  return {
    title: `Report about the ${screen.row.operation?.type} of ${describeReference(screen.row)}`,
    head: { text: '' },
    ...renderDialog(screen.dialog, size),
  };
}

function listParts({ source, list, filter, selected }: BrowseState, typing: boolean, size: Size): Parts {
  const { entries } = list;
  const shown = shownEntries(entries, filter);
  const height = bodyHeight(size);
  const top = Math.max(0, Math.min(selected - Math.floor(height / 2), shown.length - height));
  const body = shown.slice(top, top + height).map(({ line }, n): Line => {
    return top + n === selected ? { text: `> ${line}`, look: 'selected' } : { text: `  ${line}` };
  });
  const nothing = entries.length === 0 ? 'There are no records' : 'No record has all these words';
  const count = filter === '' ? `${entries.length} records` : `${shown.length} of ${entries.length} records`;
  const filterLine = typing || filter !== '' ? `, with: ${clipStart(filter, 40)}${typing ? '_' : ''}` : '';
  return {
    title: `${source}: ${count}${filterLine}`,
    head: { text: `  ${list.title}`, look: 'faint' },
    body: body.length > 0 ? body : [{ text: nothing }],
    keys: typing ? 'type to filter   enter keep   esc clear' : 'enter show   u update   / filter   r refresh   q quit',
  };
}

function detailParts(screen: DetailScreen, size: Size): Parts {
  const { row, revealed } = screen;
  const lines = detailLines(screen, size);
  const height = bodyHeight(size);
  const top = Math.max(0, Math.min(screen.top, lines.length - height));
  const last = Math.min(top + height, lines.length);
  const about = [row.operation?.type, row.state, row.description].filter(Boolean).join(', ');
  return {
    title: describeReference(row),
    head: { text: `${about} (lines ${top + 1} to ${last} of ${lines.length})`, look: 'faint' },
    body: lines.slice(top, last).map((text) => ({ text })),
    keys: `esc back   u update   c ${revealed ? 'hide' : 'show'} credentials   r refresh   q quit`,
  };
}

/** Wrapped for the width of the screen. */
export function detailLines({ lines }: DetailScreen, { columns }: Size): string[] {
  return lines.flatMap((line) => wrap(line, columns));
}
