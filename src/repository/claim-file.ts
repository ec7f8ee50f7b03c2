/**
 * `instances/<instance>/claim.yml`: which runner is at work on an instance or one of its bindings, and until when that counts.
 *
 * A file of its own, because the broker resets status.yml when a newer order comes in, and the handler of the older one
 * may still be running then.
 */
import { z } from 'zod';

export const ClaimFile = z.looseObject({
  /** One process of a runner, unique. */
  runner: z.string().min(1),
  /** The operation that is worked on. */
  operation: z.string().min(1),
  /** Set when it is one of a binding. */
  bindingId: z.string().optional(),
  claimedAt: z.iso.datetime(),
  /** From then on it counts for nothing: the runner is dead, or has ended its handler. */
  claimedUntil: z.iso.datetime(),
});
export type ClaimFile = z.infer<typeof ClaimFile>;

export function claimPath(instancePath: string): string {
  return `${instancePath}/claim.yml`;
}
