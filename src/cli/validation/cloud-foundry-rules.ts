/** What Cloud Foundry refuses, or shows badly, in a catalog that the specification allows. */
import type { Catalog, Plan, ServiceOffering } from '../../osb/catalog.js';

export interface LintProblem {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Of the cloud controller: its columns and its own checks. */
const MAX_NAME = 255;
const MAX_DESCRIPTION = 10_000;
const MAX_TAGS = 2048;
const COMMAND_LINE_NAME = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/;
const DRAFT_4 = /^https?:\/\/json-schema\.org\/draft-04\/schema#?$/;

export function cloudFoundryProblems({ services }: Catalog): LintProblem[] {
  return [
    ...services.flatMap((offering, n) => offeringProblems(offering, `services[${n}]`)),
    ...sameDashboardClients(services),
  ];
}

function offeringProblems(offering: ServiceOffering, path: string): LintProblem[] {
  const { dashboard_client: client, metadata, tags = [] } = offering;
  const shareable = metadata?.['shareable'];
  return [
    ...namedProblems(offering, path),
    ...(tags.join('').length > MAX_TAGS
      ? [problem(`${path}.tags`, `Cloud Foundry allows ${MAX_TAGS} characters in all`, 'use fewer or shorter tags')]
      : []),
    ...(shareable === undefined || typeof shareable === 'boolean'
      ? []
      : [problem(`${path}.metadata.shareable`, 'Cloud Foundry wants true or false', 'write it without quotes')]),
    ...(client && client.redirect_uri === undefined
      ? [problem(`${path}.dashboard_client`, 'Cloud Foundry wants a redirect_uri', 'add redirect_uri')]
      : []),
    ...offering.plans.flatMap((plan, n) => planProblems(plan, `${path}.plans[${n}]`)),
  ];
}

function planProblems(plan: Plan, path: string): LintProblem[] {
  const places = {
    'service_instance.create': plan.schemas?.service_instance?.create?.parameters,
    'service_instance.update': plan.schemas?.service_instance?.update?.parameters,
    'service_binding.create': plan.schemas?.service_binding?.create?.parameters,
  };
  const schemas = Object.entries(places).flatMap(([place, schema]) =>
    schema && !DRAFT_4.test(String(schema['$schema']))
      ? [
          problem(
            `${path}.schemas.${place}.parameters`,
            'Cloud Foundry takes JSON Schema draft 4 only',
            'set $schema to http://json-schema.org/draft-04/schema#, unless the catalog is for other platforms',
          ),
        ]
      : [],
  );
  return [...namedProblems(plan, path), ...schemas];
}

function namedProblems({ id, name, description }: ServiceOffering | Plan, path: string): LintProblem[] {
  const tooLong = (key: string, value: string, max: number) =>
    value.length > max ? [problem(`${path}.${key}`, `Cloud Foundry allows ${max} characters`, 'shorten it')] : [];
  return [
    ...tooLong('id', id, MAX_NAME),
    ...tooLong('name', name, MAX_NAME),
    ...tooLong('description', description, MAX_DESCRIPTION),
    ...(COMMAND_LINE_NAME.test(name)
      ? []
      : [
          problem(
            `${path}.name`,
            'is typed on command lines, but has blanks, capitals or other special characters',
            'use lower-case letters, digits and dashes, and metadata.displayName for people',
          ),
        ]),
  ];
}

function sameDashboardClients(services: readonly ServiceOffering[]): LintProblem[] {
  const seen = new Set<string>();
  return services.flatMap(({ dashboard_client: client }, n) => {
    if (!client) return [];
    const isSecond = seen.has(client.id);
    seen.add(client.id);
    const path = `services[${n}].dashboard_client.id`;
    return isSecond
      ? [problem(path, 'Cloud Foundry wants it to be unique', 'give each offering a client of its own')]
      : [];
  });
}

function problem(path: string, message: string, remedy: string): LintProblem {
  return { path, message, remedy };
}
