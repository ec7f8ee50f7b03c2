/** What reporting about an operation changes. Decided on one snapshot, and again on every newer one until it is pushed. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { DecisionContext } from '../../broker/decision-context.js';
import type { JsonObject } from '../../osb/json-object.js';
import type { Operation } from '../../repository/operation-file.js';
import type { Reading } from '../../repository/reading.js';
import { BindingResponseFile, InstanceResponseFile } from '../../repository/response-file.js';
import type { StatusFile } from '../../repository/status-file.js';
import { formatYaml } from '../../repository/yaml.js';
import type { Change, Decision, Snapshot } from '../../store/store.js';
import { answerNo, wrongUsage } from '../refusal.js';
import { changeNote } from './change-note.js';
import { knownRecord, namedOperation } from './known-record.js';
import type { KnownRecord } from './known-record.js';
import { describeReference } from './record-reference.js';
import type { RecordReference } from './record-reference.js';

export interface Report {
  /** Its own `operation` is filled in. */
  readonly status?: StatusFile | undefined;
  /** Replaces credentials.yml. */
  readonly credentials?: JsonObject | undefined;
  /** Put into response.yml, beside what is there. */
  readonly response?: JsonObject | undefined;
}

export interface Reported {
  readonly operation: Operation;
  /** False when the same had been reported before. */
  readonly changed: boolean;
  /** A dashboard was reported that no platform is told of (GETI-07). */
  readonly dashboardUnseen: boolean;
}

export type ExpectedOperation = Pick<Operation, 'id'> & Partial<Pick<Operation, 'type'>>;

/** @param expected what the caller reports about; the record may have moved on since */
export async function decideReport(
  snapshot: Snapshot,
  reference: RecordReference,
  report: Report,
  {
    expected,
    ...context
  }: Pick<DecisionContext, 'now' | 'rules'> & { readonly expected?: ExpectedOperation | undefined },
): Promise<Decision<Reported>> {
  const known = await knownRecord(snapshot, reference, context);
  const { operation, record } = known;
  requireCurrent(operation, expected, reference);
  const changes = await changedOnly(snapshot, [
    ...credentialChanges(known, report.credentials),
    ...responseChanges(known, report.response),
    ...statusChanges(known, report.status),
  ]);
  const words = report.status ? `${report.status.status}, ${operation.type} of` : 'result of';
  return {
    result: { operation, changed: changes.length > 0, dashboardUnseen: isDashboardUnseen(known, report) },
    changes,
    ...(changes.length > 0 && { note: changeNote(words, record.path, namedOperation(known)) }),
  };
}

export function requireCurrent(
  operation: Operation,
  expected: ExpectedOperation | undefined,
  reference: RecordReference,
): void {
  if (operation.expiredAt !== undefined) {
    throw answerNo(
      `the ${operation.type} of ${describeReference(reference)} expired at ${operation.expiredAt}, and the platform was told that it failed: see gitbroker retry`,
    );
  }
  if (!expected) return;
  if (expected.id === operation.id && (expected.type ?? operation.type) === operation.type) return;
  throw answerNo(
    `the operation ${expected.id} is not the current one of ${describeReference(reference)}: that is ${operation.type} ${operation.id}`,
  );
}

function isDashboardUnseen({ file }: KnownRecord, { response }: Report): boolean {
  return response?.['dashboard_url'] !== undefined && file['dashboardUrl'] === undefined;
}

function statusChanges(known: KnownRecord, status: StatusFile | undefined): Change[] {
  if (!status) return [];
  const { status: word, description, ...more } = status;
  const file = { status: word, description: description ?? '', operation: namedOperation(known), ...more };
  return [{ path: `${known.record.path}/status.yml`, content: formatYaml(file) }];
}

function credentialChanges({ record }: KnownRecord, credentials: JsonObject | undefined): Change[] {
  return credentials ? [{ path: `${record.path}/credentials.yml`, content: formatYaml(credentials) }] : [];
}

function responseChanges({ record }: KnownRecord, response: JsonObject | undefined): Change[] {
  if (!response) return [];
  const schema: z.ZodType<JsonObject> = 'binding' in record ? BindingResponseFile : InstanceResponseFile;
  const before: Reading<JsonObject> = record.response;
  const earlier = before.kind === 'valid' ? before.value : {};
  const merged = { ...earlier, ...response, ...mergedMetadata(earlier, response) };
  const checked = schema.safeParse(merged);
  if (!checked.success) {
    const problems = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw wrongUsage(`the response is not valid: ${problems.join('; ')}`);
  }
  return [{ path: `${record.path}/response.yml`, content: formatYaml(merged) }];
}

function mergedMetadata({ metadata: before }: JsonObject, { metadata: added }: JsonObject): JsonObject {
  const isMap = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
  return isMap(before) && isMap(added) ? { metadata: { ...before, ...added } } : {};
}

/** The same said twice is no commit. */
async function changedOnly(snapshot: Snapshot, changes: readonly Change[]): Promise<Change[]> {
  const kept: Change[] = [];
  for (const change of changes) {
    const before = await snapshot.read(change.path);
    const after = typeof change.content === 'string' ? Buffer.from(change.content) : change.content;
    if (!before || !after || !isDeepStrictEqual(Buffer.from(before), Buffer.from(after))) kept.push(change);
  }
  return kept;
}
