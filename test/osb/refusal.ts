/** What the tests of parameter schemas share. */
import { expect } from 'vitest';
import { OsbError } from '../../src/osb/errors.js';
import { validateParameters } from '../../src/osb/parameter-schema.js';

export const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

export const properties = (schemas: object) => ({ $schema: DRAFT_07, properties: schemas });

/** The description of the refusal; undefined when the parameters are accepted. */
export function refusal(schema: object, parameters: object): string | undefined {
  try {
    validateParameters(schema, parameters);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(OsbError);
    expect(error).toMatchObject({ code: 'BadRequest' });
    return (error as OsbError).message;
  }
}
