/** Records as lines of the list, and which of them a filter leaves. */
import { oneLine, renderTable } from '../output/table.js';
import type { Column } from '../output/table.js';
import { AGE, DESCRIPTION, OFFERING, OPERATION, PLAN } from '../records/record-columns.js';
import type { RecordRow } from '../records/record-row.js';

export interface ListEntry {
  readonly row: RecordRow;
  /** Its cells, aligned with those of all others. */
  readonly line: string;
  /** What filters look into. */
  readonly words: string;
}

/** One long name must not push the other columns off the screen. */
const MAX_CELL = 40;

const RECORD: Column<RecordRow> = {
  title: 'record',
  value: ({ instanceId, bindingId }) => (bindingId === undefined ? instanceId : `└ ${bindingId}`),
};
const STATUS: Column<RecordRow> = {
  title: 'status',
  value: ({ state, deleted }) => (deleted ? `${state}, deleted` : state),
};
const COLUMNS = [RECORD, OPERATION, STATUS, AGE, OFFERING, PLAN, DESCRIPTION].map(({ title, value }) => ({
  title,
  value: (row: RecordRow) => shortened(value(row)),
}));

export interface RecordList {
  readonly title: string;
  readonly entries: readonly ListEntry[];
}

/** Laid out once for all, so that columns stay where they are while one types. */
export function listRecords(rows: readonly RecordRow[]): RecordList {
  const [title = '', ...lines] = renderTable(COLUMNS, rows, false).split('\n');
  return { title, entries: rows.map((row, n) => ({ row, line: lines[n] ?? '', words: wordsOf(row) })) };
}

/** Those that have every word of the filter, in whatever case. */
export function shownEntries(entries: readonly ListEntry[], filter: string): readonly ListEntry[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.length === 0 ? entries : entries.filter(({ words }) => wanted.every((word) => words.includes(word)));
}

function wordsOf({
  instanceId,
  bindingId,
  offering,
  plan,
  operation,
  state,
  description,
  deleted,
  context,
}: RecordRow) {
  const { ids = [], ...where } = context ?? {};
  const named = [instanceId, bindingId, offering?.id, offering?.name, plan?.id, plan?.name, operation?.id];
  const all = [...named, operation?.type, state, description, deleted && 'deleted', ...ids, ...Object.values(where)];
  return all.filter(Boolean).join('\n').toLowerCase();
}

function shortened(text: string | undefined): string {
  const line = oneLine((text ?? '').slice(0, 4 * MAX_CELL));
  const characters = Array.from(line);
  return characters.length > MAX_CELL ? `${characters.slice(0, MAX_CELL - 1).join('')}…` : line;
}
