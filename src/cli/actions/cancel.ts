/** `gitbroker cancel`: the operation has failed, because a person says so. */
import type { CommandContext } from '../command-context.js';
import { changeRecord } from '../records/change-record.js';
import { claimRemoval } from '../records/claim-removal.js';
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
      const known = await knownRecord(snapshot, reference, decisionContext);
      const { operation: current, outcome } = known;
      if (outcome.state !== 'in progress') {
        throw answerNo(`the ${current.type} of ${describeReference(reference)} has ${outcome.state} already`);
      }
      const decision = await decideReport(snapshot, reference, { status }, decisionContext);
      return { ...decision, changes: [...decision.changes, ...(await claimRemoval(snapshot, known))] };
    },
  );
  context.stderr.write(`Cancelled the ${operation.type} of ${describeReference(reference)}\n`);
}
