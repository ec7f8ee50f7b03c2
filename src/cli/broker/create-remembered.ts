/** Creates something at a broker, so that it is never forgotten while it may be there. */
import type { Orders } from '../../client/orders.js';
import type { Mitigation } from '../../client/orphan-mitigation.js';
import { mayLeaveOrphan } from '../../client/orphan-mitigation.js';
import type { CommandContext } from '../command-context.js';
import { wrongUsage } from '../refusal.js';
import type { OsbSession } from './osb-session.js';
import type { Remembered } from './remembered-services.js';

export async function createRemembered<T>(
  { stderr }: Pick<CommandContext, 'stderr'>,
  { memory, order }: OsbSession,
  made: Omit<Remembered, 'at'>,
  carryOut: (orders: Orders) => Promise<T>,
): Promise<T> {
  const { name, bindingId, instanceId } = made;
  const known = await memory.list();
  const wasThere = known.some((other) => isSame(other, made));
  const taken = known.find((other) => other.name === name && isSibling(other, made) && !isSame(other, made));
  if (name !== undefined && taken)
    throw wrongUsage(`the name "${name}" is taken by ${taken.bindingId ?? taken.instanceId}`);
  if (!wasThere) await memory.remember(made);
  let mitigation: Mitigation | undefined;
  // An order that is repeated must never delete what an earlier one has made.
  const mitigationAttempts = wasThere ? 0 : undefined;
  const onMitigation = (_ids: unknown, came: Mitigation) => {
    mitigation = came;
  };
  try {
    return await order(`creating ${name ?? bindingId ?? instanceId}`, { mitigationAttempts, onMitigation }, carryOut);
  } catch (error) {
    const isGone = mitigation?.outcome === 'removed' || !mayLeaveOrphan(error);
    if (!wasThere && isGone) await memory.forget(made);
    if (mitigation?.outcome === 'removed') stderr.write('What the broker may have made was deleted again\n');
    if (!wasThere && !isGone)
      stderr.write(`It may exist all the same, and stays remembered: ${bindingId ?? instanceId}\n`);
    throw error;
  }
}

function isSame(one: Omit<Remembered, 'at'>, other: Omit<Remembered, 'at'>): boolean {
  return one.url === other.url && one.instanceId === other.instanceId && one.bindingId === other.bindingId;
}

/** Names are told apart among the instances of a broker, and among the bindings of an instance. */
function isSibling(one: Omit<Remembered, 'at'>, other: Omit<Remembered, 'at'>): boolean {
  if (one.url !== other.url || (one.bindingId === undefined) !== (other.bindingId === undefined)) return false;
  return one.bindingId === undefined || one.instanceId === other.instanceId;
}
