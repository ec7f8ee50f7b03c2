/** What a change of the catalog would break, seen from an earlier revision: for use in pull requests. */
import type { Catalog } from '../../osb/catalog.js';
import { CATALOG_PATH } from '../../repository/paths.js';
import type { RecordRow } from '../records/record-row.js';
import type { Finding } from './finding.js';

interface PlanOfOffering {
  readonly id: string;
  readonly name: string;
  readonly offeringId: string;
  readonly offeringName: string;
}

/** @param inUse records of the repository; a plan that one of them has must not go */
export function catalogChangeFindings(before: Catalog, after: Catalog, inUse: readonly RecordRow[]): Finding[] {
  const now = new Map(plansOf(after).map((plan) => [plan.id, plan]));
  return plansOf(before).flatMap((plan) => {
    const kept = now.get(plan.id);
    if (kept && kept.offeringId !== plan.offeringId) return [moved(plan, kept)];
    return kept ? [] : [gone(plan, plansOf(after), countOf(inUse, plan.id))];
  });
}

function gone(plan: PlanOfOffering, after: readonly PlanOfOffering[], instances: number): Finding {
  const what = `plan ${plan.id} (${plan.offeringName}/${plan.name})`;
  const successor = after.find(({ name, offeringName }) => name === plan.name && offeringName === plan.offeringName);
  if (successor) {
    return {
      severity: 'error',
      file: CATALOG_PATH,
      reason: `${what} got another id: ${successor.id}; platforms take it for another plan`,
      remedy: `give it its id back: ${plan.id}`,
    };
  }
  return {
    severity: instances > 0 ? 'error' : 'warning',
    file: CATALOG_PATH,
    reason: `${what} was removed${instances > 0 ? `, but ${instances} service instances have it` : ''}`,
    remedy:
      instances > 0
        ? 'keep it until they are gone; tell people in its description'
        : 'nothing to do, if no platform sells it any more',
  };
}

function moved(plan: PlanOfOffering, now: PlanOfOffering): Finding {
  return {
    severity: 'error',
    file: CATALOG_PATH,
    reason: `plan ${plan.id} (${plan.offeringName}/${plan.name}) now belongs to offering ${now.offeringId}`,
    remedy: 'give the new plan a new id, and keep this one where it was',
  };
}

function countOf(rows: readonly RecordRow[], planId: string): number {
  return rows.filter(({ kind, plan, deleted, state }) => {
    const isGone = deleted === true && state === 'succeeded';
    return kind === 'instance' && plan?.id === planId && !isGone;
  }).length;
}

function plansOf({ services }: Catalog): PlanOfOffering[] {
  return services.flatMap((offering) =>
    offering.plans.map(({ id, name }) => ({ id, name, offeringId: offering.id, offeringName: offering.name })),
  );
}
