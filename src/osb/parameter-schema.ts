/**
 * Checks the parameters of an order against the schema of its plan (PROV-10, UPD-07, BIND-07).
 *
 * Knows neither plans nor orders. What it compiled it keeps only as long as the schema object itself is in use.
 */
import type { ValidateFunction } from 'ajv';
import { describeParameterErrors } from './describe-parameter-errors.js';
import { OsbError } from './errors.js';
import { ParameterSchemas, SchemaError } from './parameter-schemas.js';
import { TimeLimitError } from './time-limit.js';

/** Larger parameters get their first problem reported only: a million problems would fill the memory. */
const ALL_ERRORS_MAX_CHARACTERS = 64_000;

/** Schema times value, in characters of JSON, that take some milliseconds at most. */
const MAX_QUICK_EFFORT = 10_000_000;

interface Compiled {
  /** Characters of the schema; infinite when values may take longer than schema times value. */
  effort?: number;
  first?: ValidateFunction;
  all?: ValidateFunction;
}

/** A memo of pure results, so nothing can be told from the outside but the time it saves. */
const schemas = new ParameterSchemas();
const compiled = new WeakMap<object, Compiled>();

/**
 * Every property is accepted where there is no schema.
 * @throws OsbError `BadRequest` whose description names each property and its problem, never a value
 */
export function validateParameters(schema: object | undefined, parameters: object): void {
  if (!schema) return;
  try {
    const { length } = JSON.stringify(parameters);
    const validate = compiledFor(schema, length <= ALL_ERRORS_MAX_CHARACTERS);
    // Setting a time limit takes longer than checking an ordinary order.
    const effort = (knownFor(schema).effort ??= effortOf(schema));
    const isQuick = effort * length <= MAX_QUICK_EFFORT;
    if (isQuick ? validate(parameters) : schemas.isValid(validate, parameters)) return;
    throw new OsbError('BadRequest', describeParameterErrors(validate.errors ?? []));
  } catch (cause) {
    throw refusal(cause);
  }
}

/** Why parameters could not be validated against this schema; undefined when they can be. */
export function parameterSchemaProblem(schema: object): string | undefined {
  try {
    compiledFor(schema, true);
    return undefined;
  } catch (cause) {
    if (cause instanceof SchemaError) return cause.message;
    throw cause;
  }
}

function compiledFor(schema: object, allErrors: boolean): ValidateFunction {
  const known = knownFor(schema);
  if (allErrors) return (known.all ??= schemas.compile(schema, { allErrors }));
  return (known.first ??= schemas.compile(schema, { allErrors }));
}

function knownFor(schema: object): Compiled {
  const known = compiled.get(schema) ?? {};
  compiled.set(schema, known);
  return known;
}

/** Without references each part of a schema meets each part of a value once at most; `uniqueItems` compares all pairs. */
function effortOf(schema: object): number {
  const text = JSON.stringify(schema);
  return /"(?:\$ref|\$dynamicRef|\$recursiveRef|uniqueItems)":/.test(text) ? Infinity : text.length;
}

function refusal(cause: unknown): unknown {
  if (cause instanceof TimeLimitError)
    return new OsbError('BadRequest', 'parameters: too complex to be validated', { cause });
  if (cause instanceof RangeError) return new OsbError('BadRequest', 'parameters: nested too deep', { cause });
  return cause;
}
