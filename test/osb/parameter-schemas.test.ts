import { describe, expect, test } from 'vitest';
import { parameterSchemaProblem } from '../../src/osb/parameter-schema.js';
import { DRAFT_07, properties, refusal } from './refusal.js';

describe('schemas that cannot be used', () => {
  test.each([
    ['no $schema (CAT-32)', {}, 'must name its JSON Schema draft in "$schema"'],
    ['an unknown draft (CAT-32)', { $schema: 'http://example.com' }, 'must have a "$schema" of draft-04'],
    [
      'a reference to elsewhere (CAT-33)',
      properties({ x: { $ref: 'http://example.com/x' } }),
      'must not have external references: http://example.com/x',
    ],
    [
      'one that nothing leads to (CAT-33)',
      { $schema: DRAFT_07, definitions: { x: { $ref: 'other.json#/x' } } },
      'other.json#/x',
    ],
    ['a reference to a file (CAT-33)', properties({ x: { $ref: 'file:///etc/passwd' } }), 'external references'],
    [
      'a reference to nowhere',
      properties({ x: { $ref: '#/definitions/x' } }),
      "can't resolve reference #/definitions/x",
    ],
    [
      'more than 64,000 bytes (CAT-34)',
      { $schema: DRAFT_07, description: 'x'.repeat(64_000) },
      'must not exceed 64000 bytes',
    ],
    ['a wrong type', properties({ x: { type: 'text' } }), 'is not valid: /properties/x/type'],
    [
      'look-ahead',
      properties({ x: { pattern: '(?=.*[0-9]).{8,}' } }),
      'the pattern "(?=.*[0-9]).{8,}" is not supported',
    ],
    ['asynchronous', { $schema: DRAFT_07, $async: true }, '$async'],
  ])('%s', (_what, schema, problem) => {
    expect(parameterSchemaProblem(schema)).toContain(problem);
  });

  test('nested too deep', () => {
    const nested = `${'{"not":'.repeat(9_000)}{}${'}'.repeat(9_000)}`;
    expect(parameterSchemaProblem({ $schema: DRAFT_07, not: JSON.parse(nested) })).toBeDefined();
  });

  test('one that contains itself, as YAML anchors can', () => {
    const schema: Record<string, unknown> = { $schema: DRAFT_07 };
    schema['not'] = schema;
    expect(parameterSchemaProblem(schema)).toBeDefined();
  });

  test('references inside, also by $id, can be used', () => {
    const definitions = { y: { $id: 'http://x/y', type: 'string' } };
    const schema = {
      ...properties({ x: { $ref: 'y' }, z: { $ref: 'http://x/y' } }),
      $id: 'http://x/root',
      definitions,
    };
    expect(parameterSchemaProblem(schema)).toBeUndefined();
    expect(refusal(schema, { x: 1 })).toBe('parameters.x: must be string');
    expect(parameterSchemaProblem(properties({ x: { enum: [{ $ref: 'http://example.com' }] } }))).toBeUndefined();
  });
});
