/** Rules of the catalog that span several objects: what is unique, and which schemas can be used. */
import type { Plan, ServiceOffering } from './catalog.js';
import type { JsonProblem } from './describe-issues.js';
import { parameterSchemaProblem } from './parameter-schema.js';

/** Every broken rule, in the order of the document. */
export function catalogProblems(services: readonly ServiceOffering[]): JsonProblem[] {
  const offerings = services.map(({ id, name }, index) => ({ id, name, path: `services[${index}]` }));
  const plans = services.flatMap((offering, index) => plansOf(offering, `services[${index}]`));
  return [
    ...duplicates(offerings.map(({ id, path }) => ({ value: id, path: `${path}.id` }))), // CAT-05
    ...duplicates(offerings.map(({ name, path }) => ({ value: name, path: `${path}.name` }))), // CAT-03
    ...duplicates(plans.map(({ plan, path }) => ({ value: plan.id, path: `${path}.id` }))), // CAT-22
    ...services.flatMap((offering, index) =>
      duplicates(
        plansOf(offering, `services[${index}]`).map(({ plan, path }) => ({ value: plan.name, path: `${path}.name` })),
      ),
    ), // CAT-23
    ...plans.flatMap(({ plan, path }) => schemaProblems(plan, `${path}.schemas`)),
  ];
}

function plansOf(offering: ServiceOffering, path: string): { readonly plan: Plan; readonly path: string }[] {
  return offering.plans.map((plan, index) => ({ plan, path: `${path}.plans[${index}]` }));
}

function duplicates(entries: readonly { readonly value: string; readonly path: string }[]): JsonProblem[] {
  const first = new Map<string, string>();
  return entries.flatMap(({ value, path }) => {
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, path);
    return earlier === undefined ? [] : [{ path, message: `must be unique, but ${earlier} is the same` }];
  });
}

function schemaProblems({ schemas }: Plan, path: string): JsonProblem[] {
  const places = [
    { schema: schemas?.service_instance?.create?.parameters, place: 'service_instance.create' },
    { schema: schemas?.service_instance?.update?.parameters, place: 'service_instance.update' },
    { schema: schemas?.service_binding?.create?.parameters, place: 'service_binding.create' },
  ];
  return places.flatMap(({ schema, place }) => {
    const message = schema && parameterSchemaProblem(schema);
    return message === undefined ? [] : [{ path: `${path}.${place}.parameters`, message }];
  });
}
