/** `gitbroker pending`: the operations that wait for a pipeline or a person, oldest first. */
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-codes.js';
import type { ExitCode } from '../exit-codes.js';
import { writeRows } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';
import { oldestFirst } from '../records/oldest-first.js';
import { AGE, BINDING, DESCRIPTION, INSTANCE, OFFERING, OPERATION, PLAN, rowData } from '../records/record-columns.js';
import { matchesFilter } from '../records/record-filter.js';
import { readRecordRows } from '../records/record-row.js';
import { withRepository } from '../repository/open-repository.js';
import { readingContext } from '../repository/settings.js';

export interface PendingOptions {
  readonly branch?: string;
  readonly offering?: string;
  readonly exitCode?: boolean;
  readonly output: OutputFormat;
}

const COLUMNS = [AGE, OPERATION, INSTANCE, BINDING, OFFERING, PLAN, DESCRIPTION];

export async function runPending(
  context: CommandContext,
  repository: string,
  { branch, offering, exitCode, output }: PendingOptions,
): Promise<ExitCode> {
  return withRepository({ repository, branch }, context, async (opened) => {
    const view = openRepositoryView(await opened.read(), new RecordCache(1));
    const all = await readRecordRows(view, readingContext(context.env));
    const rows = all.filter((row) => row.state === 'in progress' && matchesFilter(row, { offering })).sort(oldestFirst);
    writeRows(context, output, rows, COLUMNS, rowData);
    const unreadable = all.filter(({ state }) => state === 'unreadable');
    for (const { description } of unreadable) context.stderr.write(`cannot be read: ${description}\n`);
    return exitCode && rows.length === 0 ? EXIT.no : EXIT.ok;
  });
}
