/**
 * The claim that goes when a person decides about an operation, so that the one of a dead runner does not block the instance
 * until it expires. Claims on other operations stay.
 *
 * A runner that is alive after all does no harm to the record: before it renews its claim and before it reports it looks for the
 * claim, on the head that it pushes to; without one it writes nothing. Its handler is ended at the runner's next look (seconds, or
 * when the claim would have expired if it cannot reach the remote). Until then another runner may have begun: for that time two
 * handlers can be at one instance. Whoever retries or cancels says that this is better than to wait.
 */
import { dirname } from 'node:path/posix';
import { ClaimFile, claimPath } from '../../repository/claim-file.js';
import { readFile } from '../../repository/read-file.js';
import type { Change, Snapshot } from '../../store/store.js';
import type { KnownRecord } from './known-record.js';

export async function claimRemoval(snapshot: Snapshot, { record, file, operation }: KnownRecord): Promise<Change[]> {
  const bindingId = 'bindingId' in file ? file.bindingId : undefined;
  // A binding lies in `bindings/` of its instance, and the claim is one of the instance.
  const path = claimPath('binding' in record ? dirname(dirname(record.path)) : record.path);
  const claim = await readFile(snapshot, path, ClaimFile);
  // One that cannot be read may be on anything: `gitbroker validate` tells of it.
  if (claim.kind !== 'valid') return [];
  const isOfOperation = claim.value.operation === operation.id && claim.value.bindingId === bindingId;
  return isOfOperation ? [{ path, content: null }] : [];
}
