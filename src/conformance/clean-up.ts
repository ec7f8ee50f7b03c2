/** Removes everything that a run may have created, also after an interruption, and says what it could not remove. */
import { OrderSteps } from '../client/order-steps.js';
import { OsbClient } from '../client/osb-client.js';
import type { Created } from './ledger.js';
import type { Session, SessionOptions } from './session.js';

export interface Leftover {
  readonly ids: Created;
  readonly problem: string;
}

export async function cleanUp(session: Session): Promise<Leftover[]> {
  const created = session.ledger.list();
  if (created.length === 0) return [];
  const chosen = await session.subject();
  const steps = stepsWithoutSignal(session.options);
  const leftovers: Leftover[] = [];
  for (const ids of created) {
    try {
      // A cascade may have taken the bindings along; the broker then says that they are gone.
      await steps.remove(ids, chosen);
      session.ledger.forget(ids);
    } catch (error) {
      leftovers.push({ ids, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  return leftovers;
}

/** Whoever interrupts a run wants it cleaned up all the same. */
function stepsWithoutSignal({ connection, polling }: SessionOptions): OrderSteps {
  const client = new OsbClient({ ...connection, signal: undefined });
  return new OrderSteps(client, { polling: { ...polling, signal: undefined } });
}
