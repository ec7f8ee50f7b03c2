/**
 * Compiles the JSON schemas of plans and says what is wrong with those that cannot be used (CAT-32 … CAT-34).
 *
 * Schemas come from a repository that many people may write to: nothing in them may load a document, run for long or
 * bring the process down.
 */
import type { AnySchemaObject, ValidateFunction } from 'ajv';
import { externalReferences } from './external-references.js';
import { createDrafts } from './json-schema-drafts.js';
import type { Draft } from './json-schema-drafts.js';
import { PatternError } from './linear-regexp.js';
import { createTimeLimit, TimeLimitError } from './time-limit.js';

/** "64kB", counted as decimal and of compact JSON. */
const MAX_BYTES = 64_000;
/** Generous: it is wall-clock time, and a busy machine must not refuse a good catalog. */
const COMPILE_LIMIT_MS = 2_000;
const VALIDATE_LIMIT_MS = 500;

export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

export class ParameterSchemas {
  readonly #drafts = createDrafts();
  readonly #runWithin = createTimeLimit();

  /** @throws SchemaError that says what has to be different in the schema */
  compile(schema: AnySchemaObject, options: { readonly allErrors: boolean }): ValidateFunction {
    try {
      return this.#runWithin(COMPILE_LIMIT_MS, () => compile(schema, this.#draftOf(schema), options));
    } catch (cause) {
      throw new SchemaError(describeFailure(cause), { cause });
    }
  }

  /** @throws TimeLimitError, or RangeError when the value is nested too deep for a schema that refers to itself */
  isValid(validate: ValidateFunction, value: unknown): boolean {
    return this.#runWithin(VALIDATE_LIMIT_MS, () => validate(value));
  }

  #draftOf(schema: AnySchemaObject): Draft {
    const { $schema } = schema;
    if (typeof $schema !== 'string') throw new SchemaError('must name its JSON Schema draft in "$schema"');
    const draft = this.#drafts.get($schema.replace(/^https?:\/\//, '').replace(/#$/, ''));
    if (!draft) throw new SchemaError('must have a "$schema" of draft-04, draft-06, draft-07, 2019-09 or 2020-12');
    return draft;
  }
}

function compile(schema: AnySchemaObject, draft: Draft, options: { readonly allErrors: boolean }): ValidateFunction {
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_BYTES)
    throw new SchemaError(`must not exceed ${MAX_BYTES} bytes as compact JSON`);
  const external = externalReferences(schema);
  if (external.length > 0) throw new SchemaError(`must not have external references: ${external.join(', ')}`);
  if ('$async' in schema) throw new SchemaError('must not have "$async"');
  const problems = draft.problems(schema);
  if (problems.length > 0) throw new SchemaError(`is not valid: ${problems.join('; ')}`);
  return draft.compile(schema, options);
}

function describeFailure(cause: unknown): string {
  if (cause instanceof TimeLimitError) return `is too complex: compiling it ${cause.message}`;
  if (cause instanceof RangeError) return 'is nested too deep';
  if (cause instanceof SchemaError || cause instanceof PatternError) return cause.message;
  return `cannot be compiled: ${cause instanceof Error ? cause.message : String(cause)}`;
}
