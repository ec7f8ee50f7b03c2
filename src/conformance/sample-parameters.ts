/** The smallest parameters that a plan's schema asks for, so that most plans can be ordered without being told how. */
import { isJsonObject } from '../osb/read-json.js';

/** Only what is required; not every schema can be satisfied this way, so the result has to be validated. */
export function sampleParameters(schema: unknown): Record<string, unknown> {
  const sample = sampleOf(schema, 0);
  return isJsonObject(sample) ? sample : {};
}

function sampleOf(schema: unknown, depth: number): unknown {
  if (!isJsonObject(schema) || depth > 20) return {};
  if ('default' in schema) return schema['default'];
  if ('const' in schema) return schema['const'];
  for (const choices of [schema['examples'], schema['enum']]) {
    if (Array.isArray(choices) && choices.length > 0) return choices[0];
  }
  return sampleOfType(schema, depth);
}

function sampleOfType(schema: Record<string, unknown>, depth: number): unknown {
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  if (type === 'string') return 'conformance'.padEnd(numberOf(schema['minLength']), '-');
  if (type === 'integer' || type === 'number') return numberOf(schema['minimum']);
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  if (type === 'array') {
    return Array.from({ length: numberOf(schema['minItems']) }, () => sampleOf(schema['items'], depth + 1));
  }
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required'])
    ? schema['required'].filter((name) => typeof name === 'string')
    : [];
  return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name], depth + 1)]));
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? Math.min(value, 1_000) : 0;
}
