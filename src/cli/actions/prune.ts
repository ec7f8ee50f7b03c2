/** `gitbroker prune`: the memory of what was deleted is given up, so that the repository does not grow for ever. */
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import type { Snapshot } from '../../store/store.js';
import type { CommandContext } from '../command-context.js';
import { writeRows } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';
import { AGE, BINDING, INSTANCE, OFFERING, PLAN, rowData } from '../records/record-columns.js';
import { readRecordRows } from '../records/record-row.js';
import type { RecordRow } from '../records/record-row.js';
import { withRepository } from '../repository/open-repository.js';
import { readingContext } from '../repository/settings.js';

export interface PruneOptions {
  readonly branch?: string;
  readonly olderThan?: number;
  readonly dryRun?: boolean;
  readonly push?: boolean;
  readonly output: OutputFormat;
}

const SECONDS_PER_DAY = 86_400;

export async function runPrune(context: CommandContext, repository: string, options: PruneOptions): Promise<void> {
  const { branch, olderThan = 0, dryRun, push, output } = options;
  const reading = readingContext(context.env);
  const find = async (snapshot: Snapshot) =>
    goneRecords(await readRecordRows(openRepositoryView(snapshot, new RecordCache(1)), reading), olderThan);
  const gone = await withRepository({ repository, branch, push }, context, async (opened) =>
    dryRun
      ? find(await opened.read())
      : opened.change(async (snapshot) => {
          const rows = await find(snapshot);
          return {
            result: rows,
            changes: rows.map(({ path }) => ({ path, content: null })),
            note: { subject: `CLI: prune ${rows.length} records`, trailers: {} },
          };
        }),
  );
  writeRows(context, output, gone, [INSTANCE, BINDING, OFFERING, PLAN, AGE], rowData);
  context.stderr.write(`${dryRun ? 'Would remove' : 'Removed'} ${gone.length} records\n`);
}

/** Bindings go with their instance. Records of UniPipe know no time: an age they must have, they do not have. */
function goneRecords(rows: readonly RecordRow[], olderThanDays: number): RecordRow[] {
  const gone = rows.filter(({ deleted, state, ageSeconds = 0, operation }) => {
    const isDelete = operation?.type === 'deprovision' || operation?.type === 'unbind';
    return deleted === true && isDelete && state === 'succeeded' && ageSeconds >= olderThanDays * SECONDS_PER_DAY;
  });
  const instances = new Set(gone.filter(({ kind }) => kind === 'instance').map(({ instanceId }) => instanceId));
  return gone.filter(({ kind, instanceId }) => kind === 'instance' || !instances.has(instanceId));
}
