/** `gitbroker retry`: the same operation, with the same id, waits for a pipeline again. */
import type { CommandContext } from '../command-context.js';
import { changeRecord } from '../records/change-record.js';
import { decideRetry } from '../records/decide-retry.js';
import { describeReference, readRecordArguments } from '../records/record-reference.js';
import type { RecordArguments, RecordOptions } from '../records/record-reference.js';

export interface RetryOptions extends RecordOptions {
  readonly branch?: string;
  readonly push?: boolean;
  readonly operation?: string;
}

export async function runRetry(context: CommandContext, given: RecordArguments, options: RetryOptions): Promise<void> {
  const { reference, repository } = readRecordArguments(given, options);
  const { type } = await changeRecord({ repository, reference, ...options }, context, (snapshot, decisionContext) =>
    decideRetry(snapshot, reference, decisionContext),
  );
  context.stderr.write(`The ${type} of ${describeReference(reference)} waits for work again\n`);
}
