/** Single rules of the catalog, as functions from its offerings and plans to what is wrong with them. */
import { isJsonObject } from '../../osb/read-json.js';
import { parameterSchemaProblem } from '../../osb/parameter-schema.js';
import type { Check } from '../check.js';
import { field } from '../exchange.js';

interface Entry {
  /** `services[0].plans[1]` */
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface PlanEntry extends Entry {
  readonly offering: Entry;
}
interface CatalogEntries {
  readonly offerings: readonly Entry[];
  readonly plans: readonly PlanEntry[];
}
export type CatalogRule = Omit<Check, 'run' | 'level'> & {
  readonly level?: Check['level'];
  readonly problems: (catalog: CatalogEntries) => string[];
};

export function catalogEntries(body: unknown): CatalogEntries {
  const offerings = entriesOf(field(body, 'services'), 'services');
  const plans = offerings.flatMap((offering) =>
    entriesOf(offering.value['plans'], `${offering.path}.plans`).map((plan) => planEntry(plan, offering)),
  );
  return { offerings, plans };
}

function planEntry({ path, value }: Entry, offering: Entry): PlanEntry {
  return { path, value, offering };
}

function entriesOf(list: unknown, path: string): Entry[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value, index) => (isJsonObject(value) ? [{ path: `${path}[${index}]`, value }] : []));
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PERMISSIONS = new Set<unknown>(['syslog_drain', 'route_forwarding', 'volume_mount']);
const OFFERING = 'Service Offering Object';
const PLAN = 'Service Plan Object';
const INPUT = 'Input Parameters Schema Object';

export const CATALOG_RULES: readonly CatalogRule[] = [
  {
    requirement: 'CAT-03',
    section: OFFERING,
    title: 'every offering has a name, and no two have the same',
    problems: ({ offerings }) => [...missingTexts(offerings, 'name'), ...duplicates(offerings, 'name')],
  },
  {
    requirement: 'CAT-05',
    section: OFFERING,
    title: 'every offering has an id, and no two have the same',
    problems: ({ offerings }) => [...missingTexts(offerings, 'id'), ...duplicates(offerings, 'id')],
  },
  {
    requirement: 'CAT-08',
    section: OFFERING,
    title: 'every offering has a description',
    problems: ({ offerings }) => missingTexts(offerings, 'description'),
  },
  {
    requirement: 'CAT-10',
    section: OFFERING,
    title: '`requires` has only permissions that the specification knows',
    problems: ({ offerings }) =>
      wrong(offerings, 'requires', (value) => Array.isArray(value) && value.every((item) => PERMISSIONS.has(item))),
  },
  {
    requirement: 'CAT-11',
    section: OFFERING,
    title: 'every offering says by a boolean whether it is bindable',
    problems: ({ offerings }) =>
      offerings
        .filter(({ value }) => typeof value['bindable'] !== 'boolean')
        .map(({ path }) => `${path}.bindable: must be true or false`),
  },
  {
    requirement: 'CAT-17',
    section: 'Profile: Dashboard Client Object',
    title: '`dashboard_client` has an id and a secret',
    problems: ({ offerings }) =>
      wrong(offerings, 'dashboard_client', (client) => isText(field(client, 'id')) && isText(field(client, 'secret'))),
  },
  {
    requirement: 'CAT-21',
    section: OFFERING,
    title: 'every offering has at least one plan',
    problems: ({ offerings }) =>
      offerings
        .filter(({ value: { plans } }) => !Array.isArray(plans) || plans.length === 0 || !plans.every(isJsonObject))
        .map(({ path }) => `${path}.plans: must be an array with at least one plan`),
  },
  {
    requirement: 'CAT-22',
    section: PLAN,
    title: 'every plan has an id, and no two in the catalog have the same',
    problems: ({ plans }) => [...missingTexts(plans, 'id'), ...duplicates(plans, 'id')],
  },
  {
    requirement: 'CAT-23',
    section: PLAN,
    title: 'every plan has a name, and no two of an offering have the same',
    problems: ({ offerings, plans }) => [
      ...missingTexts(plans, 'name'),
      ...offerings.flatMap((offering) =>
        duplicates(
          plans.filter((plan) => plan.offering === offering),
          'name',
        ),
      ),
    ],
  },
  {
    requirement: 'CAT-24',
    section: PLAN,
    title: 'every plan has a description',
    problems: ({ plans }) => missingTexts(plans, 'description'),
  },
  {
    requirement: 'CAT-29',
    section: 'Maintenance Info Object',
    since: 15,
    title: '`maintenance_info` has a Semantic Versioning 2.0 version',
    problems: ({ plans }) => wrong(plans, 'maintenance_info', (info) => isSemanticVersion(field(info, 'version'))),
  },
  {
    requirement: 'CAT-32',
    section: INPUT,
    title: 'every parameter schema names its draft in `$schema`',
    problems: ({ plans }) =>
      schemasOf(plans)
        .filter(({ value }) => !isText(value['$schema']))
        .map(({ path }) => `${path}.$schema: is required`),
  },
  {
    requirement: 'CAT-33',
    section: INPUT,
    title: 'no parameter schema has external references',
    problems: ({ plans }) => schemaProblems(plans, /external references/),
  },
  {
    requirement: 'CAT-34',
    section: INPUT,
    title: 'no parameter schema is larger than 64 kB',
    problems: ({ plans }) =>
      schemasOf(plans)
        .filter(({ value }) => Buffer.byteLength(JSON.stringify(value)) > 65_536)
        .map(({ path }) => `${path}: is larger than 64 kB`),
  },
  {
    requirement: 'PROF-03',
    section: 'Profile: Cost Object',
    title: 'every entry of `costs` has an amount per currency and a unit',
    problems: ({ plans }) => plans.flatMap(costProblems),
  },
  {
    requirement: 'CAT-04',
    level: 'SHOULD',
    section: 'Catalog Management: Body',
    title: 'names consist of letters, digits, periods and hyphens',
    problems: ({ offerings, plans }) =>
      wrong(
        [...offerings, ...plans],
        'name',
        (name) => /[a-z0-9]/i.test(String(name)) && /^[a-z0-9.-]+$/i.test(String(name)),
      ),
  },
  {
    requirement: 'CAT-06',
    level: 'SHOULD',
    section: `${OFFERING}; ${PLAN}`,
    title: 'ids are GUIDs',
    problems: ({ offerings, plans }) => wrong([...offerings, ...plans], 'id', (id) => GUID.test(String(id))),
  },
  {
    requirement: 'URL-02',
    level: 'SHOULD',
    section: 'URL Properties',
    title: 'ids need no encoding in URLs',
    problems: ({ offerings, plans }) => wrong([...offerings, ...plans], 'id', (id) => /^[\w.~-]*$/.test(String(id))),
  },
  {
    requirement: 'CAT-37',
    level: 'SHOULD',
    section: 'Catalog Management',
    title: 'texts for users have at most 255 characters',
    problems: ({ offerings, plans }) =>
      ['name', 'description'].flatMap((name) =>
        wrong([...offerings, ...plans], name, (text) => String(text).length <= 255),
      ),
  },
];

function missingTexts(entries: readonly Entry[], name: string): string[] {
  return entries
    .filter(({ value }) => !isText(value[name]))
    .map(({ path }) => `${path}.${name}: must be a text that is not empty`);
}

function duplicates(entries: readonly Entry[], name: string): string[] {
  const seen = new Set<unknown>();
  return entries.flatMap(({ path, value }) => {
    if (!isText(value[name])) return [];
    if (seen.has(value[name])) return [`${path}.${name}: "${String(value[name])}" occurs more than once`];
    seen.add(value[name]);
    return [];
  });
}

/** Absent is right. */
function wrong(entries: readonly Entry[], name: string, isRight: (value: unknown) => boolean): string[] {
  return entries
    .filter(({ value }) => (value[name] ?? undefined) !== undefined && !isRight(value[name]))
    .map(({ path }) => `${path}.${name}: is not as expected`);
}

function isSemanticVersion(version: unknown): boolean {
  return /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[\w.-]+)?(\+[\w.-]+)?$/.test(String(version));
}

function schemasOf(plans: readonly PlanEntry[]): Entry[] {
  return plans.flatMap(({ path, value: { schemas } }) => {
    const [instance, binding] = [field(schemas, 'service_instance'), field(schemas, 'service_binding')];
    const places = [
      { name: 'service_instance.create', value: field(field(instance, 'create'), 'parameters') },
      { name: 'service_instance.update', value: field(field(instance, 'update'), 'parameters') },
      { name: 'service_binding.create', value: field(field(binding, 'create'), 'parameters') },
    ];
    return places.flatMap(({ name, value }) =>
      isJsonObject(value) ? [{ path: `${path}.schemas.${name}.parameters`, value }] : [],
    );
  });
}

function schemaProblems(plans: readonly PlanEntry[], kind: RegExp): string[] {
  return schemasOf(plans).flatMap(({ path, value }) => {
    const problem = parameterSchemaProblem(value);
    return problem !== undefined && kind.test(problem) ? [`${path}: ${problem}`] : [];
  });
}

function costProblems({ path, value }: Entry): string[] {
  const costs = field(value['metadata'], 'costs');
  if (!Array.isArray(costs)) return [];
  const isCost = (cost: unknown) => {
    const amount = field(cost, 'amount');
    return (
      isJsonObject(amount) &&
      Object.values(amount).every((sum) => typeof sum === 'number') &&
      isText(field(cost, 'unit'))
    );
  };
  return costs.flatMap((cost, index) =>
    isCost(cost) ? [] : [`${path}.metadata.costs[${index}]: must have amount and unit`],
  );
}
