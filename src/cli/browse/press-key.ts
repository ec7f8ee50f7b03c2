/** What a key makes of a state, and what it asks of the repository. Pure: the session does what is asked. */
import type { RecordRow } from '../records/record-row.js';
import type { BrowseState, DetailScreen, ListScreen, Size, Step, UpdateScreen } from './browse-state.js';
import type { Key } from './key.js';
import { shownEntries } from './list-entries.js';
import { bodyHeight, detailLines } from './render-screen.js';
import { typed } from './text-input.js';
import { answer, firstQuestion } from './update-dialog.js';

export function pressKey(state: BrowseState, key: Key, size: Size): Step {
  if (key.name === 'ctrl-c') return { state, effect: { kind: 'quit' } };
  if (state.busy !== undefined) return { state };
  const fresh = { ...state, message: '' };
  const { screen } = state;
  if (screen.kind === 'update') return pressInUpdate(fresh, screen, key);
  if (screen.kind === 'list' && screen.typing) return pressInFilter(fresh, key, size);
  // Letters are commands here: what is pasted is not meant as such.
  if (key.pasted) return { state };
  return screen.kind === 'list' ? pressInList(fresh, screen, key, size) : pressInDetail(fresh, screen, key, size);
}

function pressInFilter(state: BrowseState, key: Key, size: Size): Step {
  const screen: ListScreen = { kind: 'list', typing: key.name !== 'escape' && key.name !== 'enter' };
  if (key.name === 'escape') return { state: { ...state, screen, filter: '', selected: 0 } };
  const filter = key.name === 'enter' ? undefined : typed(state.filter, key);
  if (filter !== undefined) return { state: { ...state, filter, selected: 0 } };
  return { state: { ...moved(state, key, size), screen } };
}

function pressInList(state: BrowseState, screen: ListScreen, key: Key, size: Size): Step {
  const row = shownEntries(state.list.entries, state.filter)[state.selected]?.row;
  switch (key.name) {
    case 'q':
      return { state, effect: { kind: 'quit' } };
    case '/':
      return { state: { ...state, screen: { kind: 'list', typing: true } } };
    case 'escape':
      return { state: { ...state, filter: '', selected: 0 } };
    case 'r':
      return refresh(state, undefined);
    case 'u':
      return row ? openDialog(state, row, screen) : { state };
    case 'enter':
      return row ? open(state, row, false) : { state };
    default:
      return { state: moved(state, key, size) };
  }
}

function pressInDetail(state: BrowseState, screen: DetailScreen, key: Key, size: Size): Step {
  const { row, revealed } = screen;
  switch (key.name) {
    case 'q':
      return { state, effect: { kind: 'quit' } };
    case 'escape':
      return { state: { ...state, screen: { kind: 'list', typing: false } } };
    case 'r':
      return refresh(state, row);
    case 'u':
      return openDialog(state, row, screen);
    case 'c':
      return open(state, row, !revealed);
    default: {
      const height = bodyHeight(size);
      const last = Math.max(0, detailLines(screen, size).length - height);
      return { state: { ...state, screen: { ...screen, top: movedIndex(screen.top, key, height, last) } } };
    }
  }
}

function pressInUpdate(state: BrowseState, screen: UpdateScreen, key: Key): Step {
  const { row, behind, dialog } = screen;
  const answered = answer(dialog, key);
  if (answered.kind === 'asking') return { state: { ...state, screen: { ...screen, dialog: answered.dialog } } };
  if (answered.kind === 'cancelled') return { state: { ...state, screen: behind, message: 'Nothing was reported' } };
  return {
    // Should it fail, the answers are still there.
    state: { ...state, busy: 'Reporting …' },
    effect: { kind: 'report', row, report: answered.report, detail: behind.kind === 'detail' ? row : undefined },
  };
}

function openDialog(state: BrowseState, row: RecordRow, behind: ListScreen | DetailScreen): Step {
  if (!row.operation) return { state: { ...state, message: 'The record cannot be read: there is nothing to report' } };
  const dialog = firstQuestion(row.kind === 'binding');
  return { state: { ...state, screen: { kind: 'update', row, behind, dialog } } };
}

function open(state: BrowseState, row: RecordRow, reveal: boolean): Step {
  return { state: { ...state, busy: 'Reading …' }, effect: { kind: 'open', row, reveal } };
}

function refresh(state: BrowseState, detail: RecordRow | undefined): Step {
  return { state: { ...state, busy: 'Refreshing …' }, effect: { kind: 'refresh', detail } };
}

function moved(state: BrowseState, key: Key, size: Size): BrowseState {
  const last = Math.max(0, shownEntries(state.list.entries, state.filter).length - 1);
  return { ...state, selected: movedIndex(state.selected, key, bodyHeight(size), last) };
}

function movedIndex(index: number, { name }: Key, page: number, last: number): number {
  const targets: Readonly<Record<string, number>> = {
    up: index - 1,
    down: index + 1,
    pageup: index - page,
    pagedown: index + page,
    home: 0,
    end: last,
  };
  return Math.min(Math.max(targets[name] ?? index, 0), last);
}
