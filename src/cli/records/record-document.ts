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

export interface Discretion {
  /** Shows what credentials are; else only which there are. */
  readonly reveal?: boolean;
  /** Stands for what is not shown. */
  readonly hiddenAs?: string;
}

/** undefined when there is no such instance. */
export async function readRecordDocument(
  view: RepositoryView,
  instanceId: string,
  discretion: Discretion = {},
): Promise<RecordDocument | undefined> {
  const record = await view.instance(instanceId);
  if (!record) return undefined;
  const bindings: BindingDocument[] = [];
  for (const bindingId of [...(await view.bindingIds(instanceId))].sort()) {
    const binding = await readBindingDocument(view, instanceId, bindingId, discretion);
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
  { reveal = false, hiddenAs = '(hidden, see --reveal)' }: Discretion = {},
): Promise<BindingDocument | undefined> {
  const record = await view.binding(instanceId, bindingId);
  if (!record) return undefined;
  const { binding, status, credentials, response } = record;
  const known = credentials.kind === 'valid' && !reveal ? hidden(credentials, hiddenAs) : credentials;
  return {
    ...value('binding', binding),
    status: valueOf(status) ?? null,
    ...value('credentials', known),
    ...value('response', response),
    ...problemsOf([binding, status, credentials, response]),
  };
}

function hidden({ value }: { readonly value: Record<string, unknown> }, hiddenAs: string): Reading<unknown> {
  return { kind: 'valid', value: Object.fromEntries(Object.keys(value).map((key) => [key, hiddenAs])) };
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
