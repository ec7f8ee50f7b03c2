/** The columns of lists of records. */
import { describeAge } from '../output/age.js';
import type { Column } from '../output/table.js';
import type { RecordRow } from './record-row.js';

export type Profile = 'cloudfoundry' | 'kubernetes' | 'meshmarketplace';

const CONTEXT_COLUMNS: Readonly<Record<Profile, readonly Column<RecordRow>[]>> = {
  cloudfoundry: [
    { title: 'organization', value: ({ context }) => context?.organization },
    { title: 'space', value: ({ context }) => context?.space },
  ],
  kubernetes: [
    { title: 'cluster', value: ({ context }) => context?.cluster },
    { title: 'namespace', value: ({ context }) => context?.namespace },
  ],
  meshmarketplace: [
    { title: 'customer', value: ({ context }) => context?.customer },
    { title: 'project', value: ({ context }) => context?.project },
  ],
};

export const INSTANCE: Column<RecordRow> = { title: 'instance', value: ({ instanceId }) => instanceId };
export const BINDING: Column<RecordRow> = { title: 'binding', value: ({ bindingId }) => bindingId };
export const OFFERING: Column<RecordRow> = {
  title: 'service',
  value: ({ offering }) => offering?.name ?? offering?.id,
};
export const PLAN: Column<RecordRow> = { title: 'plan', value: ({ plan }) => plan?.name ?? plan?.id };
export const OPERATION: Column<RecordRow> = { title: 'operation', value: ({ operation }) => operation?.type };
export const AGE: Column<RecordRow> = { title: 'age', value: ({ ageSeconds }) => describeAge(ageSeconds) };
const STATUS: Column<RecordRow> = { title: 'status', value: ({ state }) => state };
export const DESCRIPTION: Column<RecordRow> = { title: 'description', value: ({ description }) => description };
const DELETED: Column<RecordRow> = {
  title: 'deleted',
  value: ({ deleted }) => (deleted === undefined ? '' : String(deleted)),
};

export function listColumns({ bindings, profile }: { bindings?: boolean | undefined; profile?: Profile | undefined }) {
  return [
    INSTANCE,
    ...(bindings ? [BINDING] : []),
    ...(profile ? CONTEXT_COLUMNS[profile] : []),
    OFFERING,
    PLAN,
    OPERATION,
    STATUS,
    AGE,
    DELETED,
  ];
}

/** What programs get of a row: the same, in full. */
export function rowData({ context, noStatus: _noStatus, ...row }: RecordRow): object {
  const { ids: _ids, ...where } = context ?? { ids: [] };
  return { ...row, context: where };
}
