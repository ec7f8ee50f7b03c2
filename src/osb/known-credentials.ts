/** Are these credentials among the known ones? Answered in constant time; knows no HTTP. */
import { hash, timingSafeEqual } from 'node:crypto';

export interface BasicCredentials {
  /** Without a colon (RFC 7617), so no two credentials are joined to the same text. */
  readonly username: string;
  readonly password: string;
}

/** Digests have one length, so that comparing them does not tell how long the secrets are. */
export function createCredentialCheck(
  credentials: readonly BasicCredentials[],
): (presented: BasicCredentials) => boolean {
  const known = credentials.map(digest);
  return (presented) => {
    const presentedDigest = digest(presented);
    // No early exit: the time must not tell which of them was right.
    let matches = 0;
    for (const knownDigest of known) matches += Number(timingSafeEqual(presentedDigest, knownDigest));
    return matches > 0;
  };
}

function digest({ username, password }: BasicCredentials): Buffer {
  return hash('sha256', `${username}:${password}`, 'buffer');
}
