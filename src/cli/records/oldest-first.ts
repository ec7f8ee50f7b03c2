/** The order in which operations wait: by the full time of the order, not by the age that is shown. */
import type { RecordRow } from './record-row.js';

/** Of equals none comes first: sorting leaves them as they were. */
export function oldestFirst(a: RecordRow, b: RecordRow): number {
  const [left, right] = [requestedAt(a), requestedAt(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Records of UniPipe know no time: they are older than any other. */
function requestedAt({ operation }: RecordRow): number {
  return operation?.requestedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(operation.requestedAt);
}
