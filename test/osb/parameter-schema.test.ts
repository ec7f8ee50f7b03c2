import { describe, expect, test } from 'vitest';
import { parameterSchemaProblem, validateParameters } from '../../src/osb/parameter-schema.js';
import { DRAFT_07, properties, refusal } from './refusal.js';

const DRAFTS = [
  'http://json-schema.org/draft-04/schema#',
  'http://json-schema.org/draft-06/schema#',
  DRAFT_07,
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
];

describe('parameters and the schema of their plan (PROV-10, UPD-07, BIND-07)', () => {
  test.each(DRAFTS)('%s is understood (CAT-35)', ($schema) => {
    const schema = {
      $schema,
      type: 'object',
      properties: { size: { type: 'integer', maximum: 10 } },
      required: ['size'],
    };
    expect(refusal(schema, { size: 10 })).toBeUndefined();
    expect(refusal(schema, { size: 11 })).toBe('parameters.size: must be <= 10');
    expect(refusal(schema, {})).toBe('parameters.size: is required');
  });

  test('each draft keeps its own meaning', () => {
    const exclusive = { exclusiveMaximum: true, maximum: 10 };
    expect(refusal({ $schema: DRAFTS[0], properties: { n: exclusive } }, { n: 10 })).toBe('parameters.n: must be < 10');
    const tuple = { prefixItems: [{ type: 'string' }] };
    expect(refusal({ $schema: DRAFTS[4], properties: { n: tuple } }, { n: [1] })).toBe(
      'parameters.n.0: must be string',
    );
    const dependent = { dependentRequired: { a: ['b'] } };
    expect(refusal({ $schema: DRAFTS[3], ...dependent }, { a: 1 })).toBe('parameters.b: is required');
  });

  test('everything is accepted where the plan has no schema', () => {
    expect(() => validateParameters(undefined, { x: 1 })).not.toThrow();
  });

  test('all problems at once, each with its property, none with its value', () => {
    const schema = {
      ...properties({
        name: { type: 'string', pattern: '^[a-z]+$' },
        size: { enum: ['s', 'm'] },
        mail: { format: 'email' },
      }),
      additionalProperties: false,
    };
    expect(refusal(schema, { name: 'SECRET', size: 'SECRET', mail: 'SECRET', 'x/y~z': 'SECRET' })?.split('; ')).toEqual(
      [
        'parameters.x/y~z: is not allowed',
        'parameters.name: must match pattern "^[a-z]+$"',
        'parameters.size: must be equal to one of the allowed values: ["s","m"]',
        'parameters.mail: must match format "email"',
      ],
    );
  });

  test('at most ten problems and 1,000 characters', () => {
    const schema = { $schema: DRAFT_07, additionalProperties: false };
    const parameters = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`${index}-${'x'.repeat(200)}`, 1]),
    );
    const description = refusal(schema, parameters);
    expect(description?.length).toBeLessThanOrEqual(1_000);
    expect(refusal(schema, { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1 })).toMatch(
      /; and more$/,
    );
  });

  test('defaults are not filled in', () => {
    const parameters = {};
    expect(refusal(properties({ size: { default: 1 } }), parameters)).toBeUndefined();
    expect(parameters).toEqual({});
  });

  test('unknown keywords and formats are ignored', () => {
    expect(
      refusal(properties({ x: { widget: 'slider', format: 'cidr', placeholder: 1 } }), { x: 'y' }),
    ).toBeUndefined();
  });

  test('properties that every object inherits are not there', () => {
    expect(refusal({ $schema: DRAFT_07, required: ['constructor'] }, {})).toBe('parameters.constructor: is required');
    expect(refusal(properties({ toString: { type: 'string' } }), {})).toBeUndefined();
  });

  test('a schema may refer to itself, for trees', () => {
    for (const $schema of DRAFTS) {
      const schema = { $schema, properties: { child: { $ref: '#' }, name: { type: 'string' } } };
      expect(refusal(schema, { child: { child: { name: 'x' } } })).toBeUndefined();
      expect(refusal(schema, { child: { child: { name: 1 } } })).toBe('parameters.child.child.name: must be string');
    }
  });

  test('schemas with the same $id do not meet', () => {
    const schemaOf = (type: string) => ({
      ...properties({ x: { $ref: '#/definitions/x' } }),
      $id: 'http://x/y',
      definitions: { x: { type } },
    });
    expect(refusal(schemaOf('string'), { x: 'y' })).toBeUndefined();
    expect(refusal(schemaOf('integer'), { x: 'y' })).toBe('parameters.x: must be integer');
    expect(parameterSchemaProblem(properties({ x: { $ref: 'http://x/y' } }))).toContain('external references');
  });
});
