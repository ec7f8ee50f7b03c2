/** `gitbroker list`: the records of the repository, filtered and sorted. */
import { openRepositoryView } from '../../repository/repository-view.js';
import { RecordCache } from '../../repository/record-cache.js';
import type { CommandContext } from '../command-context.js';
import { formatData, writeRows } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';
import { listColumns, rowData } from '../records/record-columns.js';
import type { Profile } from '../records/record-columns.js';
import { matchesFilter } from '../records/record-filter.js';
import type { RecordFilter } from '../records/record-filter.js';
import { oldestFirst } from '../records/oldest-first.js';
import { readRecordRows } from '../records/record-row.js';
import type { RecordRow } from '../records/record-row.js';
import { withRepository } from '../repository/open-repository.js';
import { readingContext } from '../repository/settings.js';

export interface ListOptions extends RecordFilter {
  readonly branch?: string;
  readonly bindings?: boolean;
  readonly profile?: Profile;
  readonly sort: 'id' | 'offering' | 'plan' | 'status' | 'age';
  readonly output: OutputFormat;
  readonly outputFormat?: 'text' | 'json';
}

export async function runList(context: CommandContext, repository: string, options: ListOptions): Promise<void> {
  const { branch, bindings, profile, output } = options;
  await withRepository({ repository, branch }, context, async (opened) => {
    const view = openRepositoryView(await opened.read(), new RecordCache(1));
    const rows = (await readRecordRows(view, readingContext(context.env)))
      .filter(({ kind }) => bindings || kind === 'instance')
      .filter((row) => matchesFilter(row, options))
      .sort(ORDERS[options.sort]);
    if (options.outputFormat === 'json') {
      const { readRecordDocument } = await import('../records/record-document.js');
      const documents = await Promise.all(rows.map(({ instanceId }) => readRecordDocument(view, instanceId)));
      context.stdout.write(formatData('json', documents));
    } else writeRows(context, output, rows, listColumns({ bindings, profile }), rowData);
  });
}

/** Rows come in the order of ids, and sorting keeps that among equals. */
const ORDERS: Readonly<Record<ListOptions['sort'], (a: RecordRow, b: RecordRow) => number>> = {
  id: () => 0,
  offering: byText(({ offering }) => offering?.name ?? offering?.id),
  plan: byText(({ plan }) => plan?.name ?? plan?.id),
  status: byText(({ state }) => state),
  age: oldestFirst,
};

function byText(value: (row: RecordRow) => string | undefined) {
  return (a: RecordRow, b: RecordRow) => {
    const [left, right] = [value(a) ?? '', value(b) ?? ''];
    return left === right ? 0 : left < right ? -1 : 1;
  };
}
