/** Puts zod's findings into words for people: where, and what has to be different. Never quotes a value. */
import type { z } from 'zod';

export interface JsonProblem {
  /** `services[0].plans[1].id`; empty for the whole document. */
  readonly path: string;
  readonly message: string;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  object: 'an object',
  record: 'an object',
  array: 'an array',
  boolean: 'true or false',
  number: 'a number',
  int: 'an integer',
};

/** Pass as `error` to `safeParse`. */
export const reason: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined || issue.input === null) return 'is required';
    return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  return undefined;
};

export function describeIssues(error: z.ZodError): JsonProblem[] {
  return error.issues.map(({ path, message }) => ({ path: describePath(path), message }));
}

/** `['services', 0, 'id']` as `services[0].id` */
function describePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  );
}
