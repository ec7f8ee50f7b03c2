import { describe, expect, test } from 'vitest';
import { OsbError } from '../../src/osb/errors.js';
import { parameterSchemaProblem, validateParameters } from '../../src/osb/parameter-schema.js';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const DRAFTS = [
  'http://json-schema.org/draft-04/schema#',
  'http://json-schema.org/draft-06/schema#',
  DRAFT_07,
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
];

/** The description of the refusal; undefined when the parameters are accepted. */
function refusal(schema: object, parameters: object): string | undefined {
  try {
    validateParameters(schema, parameters);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(OsbError);
    expect(error).toMatchObject({ code: 'BadRequest' });
    return (error as OsbError).message;
  }
}
const properties = (schemas: object) => ({ $schema: DRAFT_07, properties: schemas });

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
