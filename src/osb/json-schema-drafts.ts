/**
 * The drafts of JSON Schema that plans may use, each with its validator.
 *
 * Whether a schema keeps to its draft is asked of one validator per draft; compiling it gets a validator of its own, so
 * that `$id`s of different schemas never meet. None of them can load anything.
 */
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { AnySchema, AnySchemaObject, Options, ValidateFunction } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { linearRegExp } from './linear-regexp.js';

export interface Draft {
  /** What is wrong with the schema in the eyes of its draft, one line each. */
  readonly problems: (schema: AnySchemaObject) => string[];
  /** @throws when the schema cannot be compiled */
  readonly compile: (schema: AnySchemaObject, options: { readonly allErrors: boolean }) => ValidateFunction;
}

interface Validator {
  validateSchema(schema: AnySchema): boolean | Promise<unknown>;
  compile(schema: AnySchemaObject): ValidateFunction;
  addMetaSchema(schema: AnySchemaObject): unknown;
  errors?: Ajv['errors'];
}

const OPTIONS: Options = {
  strict: false, // keywords of user interfaces (UniPipe's "widget") and unknown formats are ignored
  logger: false,
  ownProperties: true, // "constructor" is not a property that every object has
  inlineRefs: false, // else a few references that refer to each other twice become endless code
  code: { regExp: linearRegExp },
};

/** Keys: `$schema` without its scheme and without a trailing `#`. */
export function createDrafts(): ReadonlyMap<string, Draft> {
  const draft06: AnySchemaObject = createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json');
  return new Map<string, Draft>([
    ['json-schema.org/draft-04/schema', createDraft((options) => withFormats(new AjvDraft04.default(options)))],
    ['json-schema.org/draft-06/schema', createDraft((options) => withFormats(new Ajv(options)), draft06)],
    ['json-schema.org/draft-07/schema', createDraft((options) => withFormats(new Ajv(options)))],
    ['json-schema.org/draft/2019-09/schema', createDraft((options) => withFormats(new Ajv2019(options)))],
    ['json-schema.org/draft/2020-12/schema', createDraft((options) => withFormats(new Ajv2020(options)))],
  ]);
}

function withFormats<T extends Ajv>(validator: T): T {
  addFormats.default(validator);
  return validator;
}

function createDraft(create: (options: Options) => Validator, metaSchema?: AnySchemaObject): Draft {
  let checker: Validator | undefined;
  const createChecker = (): Validator => {
    const created = create(OPTIONS);
    if (metaSchema) created.addMetaSchema(metaSchema);
    return created;
  };
  return {
    problems: (schema) => {
      checker ??= createChecker();
      if (checker.validateSchema(schema) === true) return [];
      return (checker.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'schema'} ${message}`);
    },
    compile: (schema, { allErrors }) =>
      create({ ...OPTIONS, meta: false, validateSchema: false, allErrors }).compile(schema),
  };
}
