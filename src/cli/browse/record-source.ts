/** The repository as `gitbroker browse` needs it: the list, one record as text, and reports about operations. */
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import type { RepositoryView } from '../../repository/repository-view.js';
import { formatYaml } from '../../repository/yaml.js';
import { decideReport } from '../records/decide-report.js';
import type { Report } from '../records/decide-report.js';
import { readBindingDocument, readRecordDocument } from '../records/record-document.js';
import type { RecordDocument } from '../records/record-document.js';
import { describeReference } from '../records/record-reference.js';
import { readRecordRows } from '../records/record-row.js';
import type { RecordRow } from '../records/record-row.js';
import { answerNo } from '../refusal.js';
import type { OpenRepository } from '../repository/open-repository.js';
import { readingContext } from '../repository/settings.js';
import { listRecords } from './list-entries.js';
import type { RecordList } from './list-entries.js';

export interface RecordSource {
  /** Of the newest state. */
  list(): Promise<RecordList>;
  /** Of the state that was listed last, so that what is read together is of one state. @throws Refusal when the record is gone */
  lines(row: RecordRow, reveal: boolean): Promise<string[]>;
  /** Refused when the operation is not the one of the row any more. @returns what was done, in words */
  report(row: RecordRow, report: Report): Promise<string>;
}

const HIDDEN_AS = '(hidden, press c)';

export function openRecordSource(
  repository: OpenRepository,
  env: Readonly<Record<string, string | undefined>>,
): RecordSource {
  const readNewest = async () => openRepositoryView(await repository.read(), new RecordCache(1));
  let listed: RepositoryView | undefined;
  return {
    list: async () => {
      listed = await readNewest();
      return listRecords(await readRecordRows(listed, readingContext(env)));
    },
    lines: async (row, reveal) => {
      const { instanceId, bindingId } = row;
      const view = listed ?? (await readNewest());
      const discretion = { reveal, hiddenAs: HIDDEN_AS };
      const document =
        bindingId === undefined
          ? await readRecordDocument(view, instanceId, discretion)
          : await readBindingDocument(view, instanceId, bindingId, discretion);
      if (!document) throw answerNo(`there is no ${describeReference(row)}`);
      return formatYaml('bindings' in document ? withoutSnapshot(document) : document)
        .trimEnd()
        .split('\n')
        .slice(1);
    },
    report: async (row, report) => {
      const { operation, changed } = await repository.change((snapshot) =>
        decideReport(snapshot, row, report, { ...readingContext(env), expected: row.operation }),
      );
      const words = changed ? 'Reported' : 'Already reported';
      return `${words} ${report.status?.status ?? 'the result'} for the ${operation.type} of ${describeReference(row)}`;
    },
  };
}

/** The offering's snapshot is the catalog's, and long. */
function withoutSnapshot({ instance, ...document }: RecordDocument): object {
  if (typeof instance !== 'object' || instance === null || !('serviceDefinition' in instance)) {
    return { instance, ...document };
  }
  const { serviceDefinition: _snapshot, ...order } = instance;
  return { instance: order, ...document };
}
