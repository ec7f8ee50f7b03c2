/** The catalog: what every offering and plan must have (CAT). Looks at what was answered, not at what could be read. */
import { Catalog } from '../../osb/catalog.js';
import { describeIssues, reason } from '../../osb/describe-issues.js';
import { isJsonObject } from '../../osb/read-json.js';
import { CheckFailure, expectNone } from '../check.js';
import type { Check } from '../check.js';
import { expectStatus, field } from '../exchange.js';
import { fetchCatalog } from '../session.js';
import { CATALOG_RULES, catalogEntries } from './catalog-rules.js';
import type { CatalogRule } from './catalog-rules.js';

const CATALOG = 'Catalog Management';

export const catalogChecks: readonly Check[] = [
  {
    requirement: 'CAT-01',
    level: 'MUST',
    section: CATALOG,
    title: 'GET /v2/catalog answers 200 with a JSON object',
    run: async (session) => {
      const catalog = await session.tell(fetchCatalog);
      expectStatus(catalog, 200);
      if (!isJsonObject(catalog.body)) throw new CheckFailure('the body is not a JSON object');
    },
  },
  {
    requirement: 'CAT-02',
    level: 'MUST',
    section: 'Catalog Management: Body',
    title: 'the catalog has `services`, an array of objects',
    run: async (session) => {
      const services = field((await session.tell(fetchCatalog)).body, 'services');
      if (!Array.isArray(services) || !services.every(isJsonObject)) {
        throw new CheckFailure('services: must be an array of objects');
      }
    },
  },
  ...CATALOG_RULES.map(ruleCheck),
  {
    requirement: 'CTYPE-04',
    level: 'MUST',
    section: 'Orphan Mitigation',
    title: 'all fields of the catalog have the types that the specification gives them',
    run: async (session) => {
      const { body } = await session.tell(fetchCatalog);
      const result = Catalog.safeParse(body, { error: reason });
      if (!result.success) expectNone(describeIssues(result.error).map(({ path, message }) => `${path}: ${message}`));
    },
  },
  {
    requirement: 'CAT-07',
    level: 'MUST',
    section: CATALOG,
    title: 'the ids of offerings and plans are the same when the catalog is fetched again',
    run: async (session) => {
      const idsOf = (body: unknown) => {
        const { offerings, plans } = catalogEntries(body);
        return [...offerings, ...plans].map(({ value }) => `${String(value['name'])} ${String(value['id'])}`);
      };
      const before = new Set(idsOf((await session.tell(fetchCatalog)).body));
      const after = idsOf((await fetchCatalog(session)).body);
      expectNone(after.filter((id) => !before.has(id)).map((id) => `"${id}" was not in the first answer`));
    },
  },
];

function ruleCheck({ problems, level = 'MUST', ...rule }: CatalogRule): Check {
  return {
    ...rule,
    level,
    run: async (session) => expectNone(problems(catalogEntries((await session.tell(fetchCatalog)).body))),
  };
}
