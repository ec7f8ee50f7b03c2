/** Reads one file of a record by its schema. */
import type { z } from 'zod';
import type { Snapshot } from '../store/store.js';
import type { Reading } from './reading.js';
import { parseYaml } from './yaml.js';

export async function readFile<T>(snapshot: Snapshot, path: string, schema: z.ZodType<T>): Promise<Reading<T>> {
  const bytes = await snapshot.read(path);
  return bytes === undefined ? { kind: 'absent' } : parseFile(path, bytes, schema);
}

function parseFile<T>(path: string, bytes: Uint8Array, schema: z.ZodType<T>): Reading<T> {
  const parsed = parseYaml(path, bytes);
  if (parsed.kind === 'unreadable') return parsed;
  const checked = schema.safeParse(parsed.value);
  if (checked.success) return { kind: 'valid', value: checked.data };
  return { kind: 'unreadable', problem: { path, reason: describeIssues(checked.error.issues) } };
}

/** All of a file's problems in one line, each with its key. Zod's messages name expectations, never values. */
function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}
