/** Do two values mean the same? Key order, prototypes and what is undefined do not count. */
import { isDeepStrictEqual } from 'node:util';

/** JSON values only; -0 and 0 are one number. */
export function sameJson(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(normalize(left), normalize(right));
}

function normalize(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
