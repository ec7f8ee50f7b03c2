/** `gitbroker cancel`: the operation has failed, because a person says so. */
import type { CommandContext } from '../command-context.js';
import { changeRecord } from '../records/change-record.js';
import { decideReport } from '../records/decide-report.js';
import { knownRecord } from '../records/known-record.js';
import { describeReference, readRecordArguments } from '../records/record-reference.js';
import type { RecordArguments, RecordOptions } from '../records/record-reference.js';
import { answerNo } from '../refusal.js';

export interface CancelOptions extends RecordOptions {
  readonly branch?: string;
  readonly push?: boolean;
  readonly operation?: string;
  readonly description: string;
}

export async function runCancel(
  context: CommandContext,
  given: RecordArguments,
  options: CancelOptions,
): Promise<void> {
  const { reference, repository } = readRecordArguments(given, options);
  const status = { status: 'failed', description: options.description } as const;
  const { operation } = await changeRecord(
    { repository, reference, ...options },
    context,
    async (snapshot, decisionContext) => {
      const { operation: current, outcome } = await knownRecord(snapshot, reference, decisionContext);
      if (outcome.state !== 'in progress') {
        throw answerNo(`the ${current.type} of ${describeReference(reference)} has ${outcome.state} already`);
      }
      return decideReport(snapshot, reference, { status }, decisionContext);
    },
  );
  context.stderr.write(`Cancelled the ${operation.type} of ${describeReference(reference)}\n`);
}
