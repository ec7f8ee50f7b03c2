/** Does what a key asked of the repository, and tells what becomes of the state then; also when it failed. */
import type { RecordRow } from '../records/record-row.js';
import type { BrowseState, DetailScreen, Effect, ListScreen } from './browse-state.js';
import { shownEntries } from './list-entries.js';
import type { RecordList } from './list-entries.js';
import type { RecordSource } from './record-source.js';

/** Applied to the state at the time it is known. */
export type Outcome = (state: BrowseState) => BrowseState;

export type RepositoryEffect = Exclude<Effect, { readonly kind: 'quit' }>;

export async function doEffect(effect: RepositoryEffect, source: RecordSource): Promise<Outcome> {
  try {
    return await outcomeOf(effect, source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return (state) => ({ ...state, busy: undefined, message });
  }
}

async function outcomeOf(effect: RepositoryEffect, source: RecordSource): Promise<Outcome> {
  if (effect.kind === 'open') {
    const { row, reveal: revealed } = effect;
    const lines = await source.lines(row, revealed);
    return (state) => {
      const top = state.screen.kind === 'detail' ? state.screen.top : 0;
      return { ...state, busy: undefined, screen: { kind: 'detail', row, lines, revealed, top } };
    };
  }
  const message = effect.kind === 'report' ? await source.report(effect.row, effect.report) : 'Refreshed';
  const newest = await readNewest(source, effect.detail);
  return (state) => showsNewest({ ...state, busy: undefined, message }, newest);
}

interface Newest {
  readonly list: RecordList;
  readonly screen: ListScreen | DetailScreen;
}

/** Credentials are hidden again: they may be others now. A record that is gone has no detail view. */
async function readNewest(source: RecordSource, detail: RecordRow | undefined): Promise<Newest> {
  const list = await source.list();
  const row = detail && list.entries.find((entry) => entry.row.path === detail.path)?.row;
  if (!row) return { list, screen: { kind: 'list', typing: false } };
  return { list, screen: { kind: 'detail', row, lines: await source.lines(row, false), revealed: false, top: 0 } };
}

/** The selected record stays selected, wherever it is in the list now. */
function showsNewest(state: BrowseState, { list, screen }: Newest): BrowseState {
  const before = shownEntries(state.list.entries, state.filter)[state.selected]?.row.path;
  const shown = shownEntries(list.entries, state.filter);
  const same = shown.findIndex(({ row }) => row.path === before);
  const selected = same === -1 ? Math.min(state.selected, Math.max(0, shown.length - 1)) : same;
  return { ...state, list, selected, screen };
}
