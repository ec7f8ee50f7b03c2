/** Which records a list shows. */
import type { RecordRow } from './record-row.js';

export interface RecordFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly deleted?: boolean | undefined;
  /** Id or name; so are plan, organization and space. */
  readonly offering?: string | undefined;
  readonly plan?: string | undefined;
  readonly platform?: string | undefined;
  readonly org?: string | undefined;
  readonly space?: string | undefined;
  readonly namespace?: string | undefined;
  readonly customer?: string | undefined;
  readonly project?: string | undefined;
}

export function matchesFilter(row: RecordRow, filter: RecordFilter): boolean {
  const { context } = row;
  const isOneOf = (wanted: string | undefined, ...values: (string | undefined)[]) =>
    wanted === undefined || values.includes(wanted);
  const ids = context?.ids ?? [];
  return (
    // UniPipe's word for an order that no pipeline has written a status for.
    (filter.status === 'EMPTY' ? row.noStatus === true : isOneOf(filter.status, row.state)) &&
    isOneOf(filter.type, row.operation?.type) &&
    (filter.deleted === undefined || filter.deleted === row.deleted) &&
    isOneOf(filter.offering, row.offering?.id, row.offering?.name) &&
    isOneOf(filter.plan, row.plan?.id, row.plan?.name) &&
    isOneOf(filter.platform, context?.platform) &&
    isOneOf(filter.org, context?.organization, ...ids) &&
    isOneOf(filter.space, context?.space, ...ids) &&
    isOneOf(filter.namespace, context?.namespace) &&
    isOneOf(filter.customer, context?.customer) &&
    isOneOf(filter.project, context?.project)
  );
}
