/** Holds a catalog against every MUST of the specification, and reports all that is wrong at once. */
import { Catalog } from './catalog.js';
import { catalogProblems } from './catalog-rules.js';
import { describeIssues, reason } from './describe-issues.js';
import type { JsonProblem } from './describe-issues.js';

export type CatalogCheck =
  | { readonly catalog: Catalog; readonly problems: readonly [] }
  | { readonly catalog?: undefined; readonly problems: readonly JsonProblem[] };

/** Optional fields that are `null` are left out of the result; unknown ones are kept. */
export function validateCatalog(value: unknown): CatalogCheck {
  const shape = Catalog.safeParse(value, { error: reason });
  if (!shape.success) return { problems: describeIssues(shape.error) };
  const problems = catalogProblems(shape.data.services);
  return problems.length > 0 ? { problems } : { catalog: shape.data, problems: [] };
}
