/** Small words that all decisions are made of. */
import { OsbError } from '../osb/errors.js';
import type { OriginatingIdentity } from '../osb/headers.js';
import type { InstanceFile } from '../repository/instance-file.js';
import type { Change, CommitNote, Decision } from '../store/store.js';

export function answerOnly<T>(result: T): Decision<T> {
  return { result, changes: [] };
}

export function changing<T>(result: T, changes: readonly Change[], note: CommitNote): Decision<T> {
  return { result, changes, note };
}

/** As it stands in a record: the platform beside the user's own properties; the header's platform wins over one of them. */
export function identityOf(identity: OriginatingIdentity | undefined): InstanceFile['originatingIdentity'] {
  return identity ? { ...identity.value, platform: identity.platform } : null;
}

/** URL-04: refused before anything else is looked at, so nothing of it can ever exist. */
export function tooLongId(kind: 'instance' | 'binding'): OsbError {
  return new OsbError(
    'BadRequest',
    `${kind}_id is too long: percent-encoded for a folder name it must not exceed 200 bytes.`,
  );
}

export function instanceNotFound(): OsbError {
  return new OsbError('NotFound', 'The service instance does not exist.');
}

export function bindingNotFound(): OsbError {
  return new OsbError('NotFound', 'The service binding does not exist.');
}
