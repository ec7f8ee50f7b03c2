/** What a run came to, for people and programs. */
import type { EndedWork, WorkReference } from '../../runner/observer.js';
import type { RunSummary } from '../../runner/run-pending.js';
import { oneLine, renderTable } from '../output/table.js';
import type { Column } from '../output/table.js';
import { formatData } from '../output/write-output.js';
import type { Output, OutputFormat } from '../output/write-output.js';

const COLUMNS: readonly Column<EndedWork>[] = [
  { title: 'outcome', value: ({ outcome }) => outcome },
  { title: 'operation', value: ({ operation }) => operation.type },
  { title: 'instance', value: ({ instanceId }) => instanceId },
  { title: 'binding', value: ({ bindingId }) => bindingId },
  { title: 'service', value: ({ offering }) => offering },
  { title: 'plan', value: ({ plan }) => plan },
  { title: 'description', value: ({ description }) => description },
];

export function describeWork({ operation, offering, instanceId, bindingId }: WorkReference): string {
  return `${operation.type} of ${offering} ${bindingId === undefined ? instanceId : `${instanceId}/${bindingId}`}`;
}

export function describeEnded(work: EndedWork): string {
  const more = work.description === undefined ? '' : `: ${work.description}`;
  return oneLine(`${work.outcome}: ${describeWork(work)}${more}`);
}

export function writeSummary({ stdout, color }: Output, format: OutputFormat, summary: RunSummary): void {
  if (format !== 'table') stdout.write(formatData(format, { ...summary, ended: summary.ended.map(endedData) }));
  else if (summary.ended.length > 0) stdout.write(renderTable(COLUMNS, summary.ended, color));
}

/** Without the error itself: its words are the description. */
export function endedData({ cause: _cause, ...work }: EndedWork): object {
  return work;
}

/** What was not done, and why. */
export function tellLeft(stderr: NodeJS.WritableStream, { ended, claimed, unhandled, problems }: RunSummary): void {
  const lines = [
    ...claimed.map((work) => `another runner is at the ${describeWork(work)}`),
    ...unhandled.map((work) => `runner.yml has no rule for the ${describeWork(work)}`),
    ...problems.map((problem) => `cannot be read: ${problem}`),
  ];
  for (const line of lines) stderr.write(`${oneLine(line)}\n`);
  if (ended.length + lines.length === 0) stderr.write('Nothing waits for a runner\n');
}
