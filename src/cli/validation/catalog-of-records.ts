/** Records whose offering or plan the catalog does not have any more. */
import type { Catalog } from '../../osb/catalog.js';
import type { RecordRow } from '../records/record-row.js';
import type { Finding } from './finding.js';

export function leftTheCatalog({ services }: Catalog, rows: readonly RecordRow[]): Finding[] {
  const plans = new Set(services.flatMap(({ id, plans }) => plans.map((plan) => JSON.stringify([id, plan.id]))));
  return rows.flatMap(({ kind, path, offering, plan, deleted, state }) => {
    const isGone = deleted === true && state === 'succeeded';
    if (kind === 'binding' || !offering || !plan || isGone) return [];
    if (plans.has(JSON.stringify([offering.id, plan.id]))) return [];
    return [
      {
        severity: 'warning' as const,
        file: `${path}/instance.yml`,
        reason: `the catalog has no plan ${plan.id} of offering ${offering.id}`,
        remedy: 'put the plan back into catalog.yml; until then the instance can only be fetched, polled and deleted',
      },
    ];
  });
}
