/** What retrying an operation changes. */
import { writeBinding, writeInstance } from '../../repository/record-changes.js';
import type { Operation } from '../../repository/operation-file.js';
import { formatYaml } from '../../repository/yaml.js';
import type { Change, Decision, Snapshot } from '../../store/store.js';
import { answerNo } from '../refusal.js';
import { changeNote } from './change-note.js';
import type { ChangeContext } from './change-record.js';
import { requireCurrent } from './decide-report.js';
import { knownRecord, namedOperation } from './known-record.js';
import type { KnownRecord } from './known-record.js';
import { describeReference } from './record-reference.js';
import type { RecordReference } from './record-reference.js';

/** @throws Refusal when the operation has succeeded: then there is nothing to repeat */
export async function decideRetry(
  snapshot: Snapshot,
  reference: RecordReference,
  context: ChangeContext,
): Promise<Decision<Operation>> {
  const known = await knownRecord(snapshot, reference, context);
  const { operation, outcome, record } = known;
  const { expiredAt, ...revived } = operation;
  requireCurrent(revived, context.expected, reference);
  if (outcome.state === 'succeeded') {
    throw answerNo(`the ${operation.type} of ${describeReference(reference)} has succeeded: there is nothing to retry`);
  }
  const isOver = expiredAt !== undefined || outcome.overdue === true;
  const status = {
    status: 'in progress',
    description: 'waiting for another attempt',
    operation: namedOperation(known),
  };
  return {
    result: operation,
    changes: [
      // Its time begins anew; else it would expire again at once.
      ...(isOver ? orderAgain(known, { ...revived, requestedAt: context.now.toISOString() }) : []),
      { path: `${record.path}/status.yml`, content: formatYaml(status) },
    ],
    note: changeNote(`retry ${operation.type} of`, record.path, namedOperation(known)),
  };
}

function orderAgain({ record }: KnownRecord, operation: Operation): Change[] {
  if ('binding' in record)
    return record.binding.kind === 'valid' ? writeBinding(record.path, { ...record.binding.value, operation }) : [];
  return record.instance.kind === 'valid' ? writeInstance(record.path, { ...record.instance.value, operation }) : [];
}
