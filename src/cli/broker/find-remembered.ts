/** What a person means by an instance or a binding: an id, or the name that was given to it. */
import { choosePlan } from '../../client/choose-plan.js';
import { wrongUsage } from '../refusal.js';
import type { OsbSession } from './osb-session.js';
import type { Remembered } from './remembered-services.js';

export interface PlanFlags {
  readonly service?: string;
  readonly plan?: string;
}

/** Enough to order something about it. */
export type Target = Omit<Remembered, 'at' | 'bindingId' | 'binding'>;

/** An id that is not remembered is taken as it is. */
export async function instanceIdOf({ memory, url }: OsbSession, given: string): Promise<string> {
  return one(instancesAt(await memory.list(), url), given, ({ instanceId }) => instanceId)?.instanceId ?? given;
}

/** @throws Refusal unless it is remembered, or its service is told */
export async function findInstance(session: OsbSession, given: string, flags: PlanFlags): Promise<Target> {
  const { memory, url, client } = session;
  const known = one(instancesAt(await memory.list(), url), given, ({ instanceId }) => instanceId);
  if (flags.service === undefined) {
    if (!known)
      throw wrongUsage(`"${given}" is not remembered (see gitbroker osb services): name its --service and --plan`);
    const { at: _at, ...target } = known;
    return target;
  }
  const { offering, plan } = choosePlan(await client.catalog(), flags.service, flags.plan);
  const told = { url, service: named(offering), plan: named(plan) };
  return { instanceId: given, ...known, ...told };
}

export async function findBinding(
  { memory }: OsbSession,
  { url, instanceId }: Pick<Target, 'url' | 'instanceId'>,
  given: string,
): Promise<{ readonly bindingId: string; readonly remembered: Remembered | undefined }> {
  const remembered = one(bindingsOf(await memory.list(), url, instanceId), given, ({ bindingId }) => bindingId);
  return { bindingId: remembered?.bindingId ?? given, remembered };
}

export function bindingsOf(all: readonly Remembered[], url: string, instanceId: string): Remembered[] {
  return all.filter((known) => known.bindingId !== undefined && known.url === url && known.instanceId === instanceId);
}

export function named({ id, name }: { readonly id: string; readonly name: string }) {
  return { id, name };
}

function instancesAt(all: readonly Remembered[], at: string): Remembered[] {
  return all.filter(({ url, bindingId }) => url === at && bindingId === undefined);
}

/** Ids count before names. */
function one(
  all: readonly Remembered[],
  given: string,
  idOf: (known: Remembered) => string | undefined,
): Remembered | undefined {
  const byId = all.find((known) => idOf(known) === given);
  if (byId) return byId;
  const byName = all.filter(({ name }) => name === given);
  if (byName.length > 1) throw wrongUsage(`"${given}" is the name of ${byName.length}: ${byName.map(idOf).join(', ')}`);
  return byName[0];
}
