import { describe, expect, test } from 'vitest';
import { DRAFT_07, properties, refusal } from './refusal.js';

describe('schemas and values that would never end', () => {
  test('references that double at each level: 400, for each value', () => {
    const levels = Array.from({ length: 40 }, (_, level) => {
      const $ref = level === 39 ? '#/definitions/end' : `#/definitions/l${level + 1}`;
      return [`l${level}`, { allOf: [{ $ref }, { $ref }] }];
    });
    const schema = {
      ...properties({ x: { $ref: '#/definitions/l0' } }),
      definitions: { ...Object.fromEntries(levels), end: {} },
    };
    expect(refusal(schema, { x: 1 })).toBe('parameters: too complex to be validated');
    expect(refusal(schema, {})).toBeUndefined();
  });

  test('a schema that is only a reference to itself', () => {
    const schema = { $schema: DRAFT_07, allOf: [{ $ref: '#' }] };
    expect(refusal(schema, { x: 1 })).toBe('parameters: nested too deep');
  });

  test('a value nested 100,000 levels deep', () => {
    const schema = {
      ...properties({ x: { $ref: '#/definitions/list' } }),
      definitions: { list: { items: { $ref: '#/definitions/list' } } },
    };
    const value: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(refusal(schema, { x: value })).toBe('parameters: nested too deep');
  });

  test('patterns take time in proportion to the text', () => {
    const schema = properties({ x: { pattern: '^(a+)+$' } });
    expect(refusal(schema, { x: `${'a'.repeat(50_000)}!` })).toBe('parameters.x: must match pattern "^(a+)+$"');
  });

  test('a million wrong items are reported once', () => {
    const schema = properties({ x: { items: { type: 'string' } } });
    expect(refusal(schema, { x: Array.from({ length: 300_000 }, () => 1) })).toBe('parameters.x.0: must be string');
  });

  test('a hundred thousand items to be unique', () => {
    const schema = properties({ x: { uniqueItems: true } });
    const x = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    expect(refusal(schema, { x })).toBe('parameters: too complex to be validated');
  });
});
