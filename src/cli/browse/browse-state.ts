/** What `gitbroker browse` knows and shows at a moment. Plain data: keys lead from one state to the next. */
import type { Report } from '../records/decide-report.js';
import type { RecordRow } from '../records/record-row.js';
import type { RecordList } from './list-entries.js';
import type { UpdateDialog } from './update-dialog.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface ListScreen {
  readonly kind: 'list';
  /** Characters go into the filter. */
  readonly typing: boolean;
}

export interface DetailScreen {
  readonly kind: 'detail';
  readonly row: RecordRow;
  /** The record's files as text. Holds credentials only while they are revealed. */
  readonly lines: readonly string[];
  readonly revealed: boolean;
  /** First line on the screen, counted after long lines are wrapped. */
  readonly top: number;
}

export interface UpdateScreen {
  readonly kind: 'update';
  readonly row: RecordRow;
  readonly dialog: UpdateDialog;
  /** Where the dialog leads back to. */
  readonly behind: ListScreen | DetailScreen;
}

export interface BrowseState {
  /** Name of the repository. */
  readonly source: string;
  readonly list: RecordList;
  readonly filter: string;
  /** Among the entries that the filter leaves. */
  readonly selected: number;
  readonly screen: ListScreen | DetailScreen | UpdateScreen;
  /** What happened last. */
  readonly message: string;
  /** What is waited for; until then keys do nothing. */
  readonly busy?: string | undefined;
}

/** What a key asks of the repository. */
export type Effect =
  | { readonly kind: 'quit' }
  /** `detail` is the record whose detail view is open, and stays so. */
  | { readonly kind: 'refresh'; readonly detail: RecordRow | undefined }
  | { readonly kind: 'open'; readonly row: RecordRow; readonly reveal: boolean }
  | {
      readonly kind: 'report';
      readonly row: RecordRow;
      readonly report: Report;
      readonly detail: RecordRow | undefined;
    };

export interface Step {
  readonly state: BrowseState;
  readonly effect?: Effect;
}

export function firstState(source: string, list: RecordList): BrowseState {
  return { source, list, filter: '', selected: 0, screen: { kind: 'list', typing: false }, message: '' };
}
