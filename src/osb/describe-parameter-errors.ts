/** Puts ajv's findings into words for end users: which property, and what it has to be. Never quotes a value. */
import type { ErrorObject } from 'ajv';

const MAX_PROBLEMS = 10;
const MAX_NAME_CHARACTERS = 80;
const MAX_CHARACTERS = 1_000;

export function describeParameterErrors(errors: readonly ErrorObject[]): string {
  const lines = [...new Set(errors.slice(0, 10 * MAX_PROBLEMS).map(describe))];
  const shown = lines.slice(0, MAX_PROBLEMS);
  if (lines.length > shown.length) shown.push('and more');
  return shorten(shown.join('; ') || 'parameters: not valid', MAX_CHARACTERS);
}

function describe({ instancePath, message, params }: ErrorObject): string {
  // What is missing or too much is named by itself, not by the object around it.
  const missing: unknown = params['missingProperty'];
  if (typeof missing === 'string') return `${property(instancePath, missing)}: is required`;
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
  if (typeof extra === 'string') return `${property(instancePath, extra)}: is not allowed`;
  return `${property(instancePath)}: ${message ?? 'is not valid'}${choices(params['allowedValues'] ?? params['allowedValue'])}`;
}

/** The choices are the schema's, so they may be told. */
function choices(allowed: unknown): string {
  return allowed === undefined ? '' : `: ${shorten(JSON.stringify(allowed), 200)}`;
}

/** `/nodes/3/size` as `parameters.nodes.3.size` */
function property(instancePath: string, last?: string): string {
  const names = instancePath.split('/').slice(1).map(unescapePointer);
  if (last !== undefined) names.push(last);
  return ['parameters', ...names.map((name) => shorten(name, MAX_NAME_CHARACTERS))].join('.');
}

function unescapePointer(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

function shorten(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1).toWellFormed()}…`;
}
