/** `gitbroker history`: the commits that changed a record, newest first. */
import { bindingPath, CATALOG_PATH, INSTANCES_FOLDER, instancePath, LAYOUTS } from '../../repository/paths.js';
import type { CommandContext } from '../command-context.js';
import { writeRows } from '../output/write-output.js';
import type { OutputFormat } from '../output/write-output.js';
import { describeReference, readRecordArguments } from '../records/record-reference.js';
import type { RecordArguments, RecordOptions, RecordReference } from '../records/record-reference.js';
import { answerNo, wrongUsage } from '../refusal.js';
import { gitIn } from '../repository/git-command.js';
import { readLog } from '../repository/git-log.js';
import type { LoggedChange } from '../repository/git-log.js';
import { withRepository } from '../repository/open-repository.js';

export interface HistoryOptions extends RecordOptions {
  readonly branch?: string;
  readonly all?: boolean;
  readonly limit?: number;
  readonly output: OutputFormat;
}

const COLUMNS = [
  { title: 'when', value: ({ at }: LoggedChange) => at },
  { title: 'who', value: ({ author }: LoggedChange) => author },
  { title: 'what', value: ({ subject }: LoggedChange) => subject },
  { title: 'files', value: ({ files }: LoggedChange) => files.map(({ path }) => path.replace(/^.*\//, '')).join(' ') },
];

export async function runHistory(
  context: CommandContext,
  given: RecordArguments,
  options: HistoryOptions,
): Promise<void> {
  const { paths, repository, subject } = whatToTell(given, options);
  const { branch, limit, output } = options;
  const changes = await withRepository({ repository, branch, fullHistory: true }, context, async (opened) => {
    // Of a remote it is there only once it has been read.
    await opened.read();
    if (!opened.history) throw wrongUsage(`${repository} is no git checkout: it has no history`);
    const { folder, revision } = opened.history;
    return readLog(gitIn(folder, context.env), revision, paths, limit);
  });
  if (changes.length === 0) throw answerNo(`there is no change of ${subject} in the history`);
  writeRows(context, output, changes, COLUMNS, (change) => change);
}

function whatToTell([first, second]: RecordArguments, options: HistoryOptions) {
  if (!options.all) {
    const { reference, repository } = readRecordArguments([first, second], options);
    return { paths: pathsOf(reference), repository, subject: describeReference(reference) };
  }
  if (second !== undefined || options.instanceId !== undefined) throw wrongUsage('--all is of no single instance');
  return { paths: [INSTANCES_FOLDER, CATALOG_PATH], repository: first ?? '.', subject: 'any record' };
}

function pathsOf({ instanceId, bindingId }: RecordReference): string[] {
  // It may have been moved from one layout to the other.
  const instances = LAYOUTS.map((layout) => instancePath(instanceId, layout)).filter((path) => path !== undefined);
  const paths = bindingId === undefined ? instances : instances.map((path) => bindingPath(path, bindingId));
  const known = paths.filter((path) => path !== undefined);
  if (known.length === 0) throw answerNo('there is no such record: the id is too long for one');
  return known;
}
