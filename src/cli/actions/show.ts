/** `gitbroker show`: one record with everything that is known of it. */
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import type { CommandContext } from '../command-context.js';
import { renderTable } from '../output/table.js';
import { formatData } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';
import { readBindingDocument, readRecordDocument } from '../records/record-document.js';
import { describeReference, readRecordArguments } from '../records/record-reference.js';
import type { RecordArguments, RecordOptions } from '../records/record-reference.js';
import { answerNo } from '../refusal.js';
import { withRepository } from '../repository/open-repository.js';

export interface ShowOptions extends RecordOptions {
  readonly branch?: string;
  readonly reveal?: boolean;
  readonly output: OutputFormat;
  readonly outputFormat?: 'yaml' | 'json';
}

const COLUMNS = [
  { title: 'field', value: ([key]: readonly [string, string]) => key },
  { title: 'value', value: ([, value]: readonly [string, string]) => value },
];

export async function runShow(context: CommandContext, given: RecordArguments, options: ShowOptions): Promise<void> {
  const { reference, repository } = readRecordArguments(given, options);
  const { instanceId, bindingId } = reference;
  const { branch, reveal = false } = options;
  await withRepository({ repository, branch }, context, async (opened) => {
    const view = openRepositoryView(await opened.read(), new RecordCache(1));
    const document =
      bindingId === undefined
        ? await readRecordDocument(view, instanceId, { reveal })
        : await readBindingDocument(view, instanceId, bindingId, { reveal });
    if (!document) throw answerNo(`there is no ${describeReference(reference)}`);
    const output = options.outputFormat ?? options.output;
    context.stdout.write(
      output === 'table' ? renderTable(COLUMNS, flatten(document, ''), context.color) : formatData(output, document),
    );
  });
}

/** Every value with its path; the offering's snapshot is left out, because it is the catalog's. */
function flatten(value: unknown, path: string): (readonly [string, string])[] {
  if (path === 'instance.serviceDefinition' || value === undefined) return [];
  if (typeof value !== 'object' || value === null)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, child]) => flatten(child, path === '' ? key : `${path}.${key}`));
}
