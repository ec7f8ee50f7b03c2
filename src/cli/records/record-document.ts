/** A record with all its files, as UniPipe's `show` and `list` name them: `instance`, `status`, `bindings`, and ours beside. */
import { describeProblem } from '../../repository/problem.js';
import type { Reading } from '../../repository/reading.js';
import type { RepositoryView } from '../../repository/repository-view.js';

export interface RecordDocument {
  readonly instance?: unknown;
  readonly status: unknown;
  readonly response?: unknown;
  readonly bindings: readonly BindingDocument[];
  /** Files that cannot be read. */
  readonly problems?: readonly string[];
}

export interface BindingDocument {
  readonly binding?: unknown;
  readonly status: unknown;
  readonly credentials?: unknown;
  readonly response?: unknown;
  readonly problems?: readonly string[];
}

/** undefined when there is no such instance. @param reveal shows what credentials are; else only which there are */
export async function readRecordDocument(
  view: RepositoryView,
  instanceId: string,
  { reveal = false }: { readonly reveal?: boolean } = {},
): Promise<RecordDocument | undefined> {
  const record = await view.instance(instanceId);
  if (!record) return undefined;
  const bindings: BindingDocument[] = [];
  for (const bindingId of [...(await view.bindingIds(instanceId))].sort()) {
    const binding = await readBindingDocument(view, instanceId, bindingId, { reveal });
    if (binding) bindings.push(binding);
  }
  const { instance, status, response } = record;
  return {
    ...value('instance', instance),
    status: valueOf(status) ?? null,
    ...value('response', response),
    bindings,
    ...problemsOf([instance, status, response]),
  };
}

/** undefined when there is no such binding. */
export async function readBindingDocument(
  view: RepositoryView,
  instanceId: string,
  bindingId: string,
  { reveal = false }: { readonly reveal?: boolean } = {},
): Promise<BindingDocument | undefined> {
  const record = await view.binding(instanceId, bindingId);
  if (!record) return undefined;
  const { binding, status, credentials, response } = record;
  const known = credentials.kind === 'valid' && !reveal ? hidden(credentials) : credentials;
  return {
    ...value('binding', binding),
    status: valueOf(status) ?? null,
    ...value('credentials', known),
    ...value('response', response),
    ...problemsOf([binding, status, credentials, response]),
  };
}

const HIDDEN = '(hidden, see --reveal)';

function hidden({ value: credentials }: { readonly value: Record<string, unknown> }): Reading<unknown> {
  return { kind: 'valid', value: Object.fromEntries(Object.keys(credentials).map((key) => [key, HIDDEN])) };
}

function valueOf(reading: Reading<unknown>): unknown {
  return reading.kind === 'valid' ? reading.value : undefined;
}

function value(key: string, reading: Reading<unknown>): Record<string, unknown> {
  return reading.kind === 'valid' ? { [key]: reading.value } : {};
}

function problemsOf(readings: readonly Reading<unknown>[]) {
  const problems = readings.flatMap((reading) =>
    reading.kind === 'unreadable' ? [describeProblem(reading.problem)] : [],
  );
  return problems.length > 0 ? { problems } : {};
}
