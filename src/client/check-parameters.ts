/** Holds parameters against the plan's schema before a broker is bothered with them. */
import type { Plan } from '../osb/catalog.js';
import { parameterSchemaProblem, validateParameters } from '../osb/parameter-schema.js';

export type ParametersOf = 'provision' | 'update' | 'bind';

/**
 * A schema that cannot be used is left to the broker to judge by.
 * @throws OsbError `BadRequest` that names each property and its problem
 */
export function checkParameters(plan: Plan, order: ParametersOf, parameters: object | undefined): void {
  const schema = schemaOf(plan, order);
  if (!schema || !parameters || parameterSchemaProblem(schema) !== undefined) return;
  validateParameters(schema, parameters);
}

export function schemaOf({ schemas }: Plan, order: ParametersOf): object | undefined {
  if (order === 'bind') return schemas?.service_binding?.create?.parameters;
  return schemas?.service_instance?.[order === 'provision' ? 'create' : 'update']?.parameters;
}
