/** The ends: the binding, then the instance, deleted while watched, and deleted once more. */
import { bindingPath, instancePath } from '../../client/paths.js';
import { NotPossible } from '../check.js';
import { describeExchange, textField } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import type { Session } from '../session.js';
import { bindingStory } from './binding-story.js';
import { instanceStory } from './instance-story.js';
import { pollToEnd } from './poll-to-end.js';
import { currentPlanId } from './update-story.js';

export interface DeleteStory {
  readonly deleted: Exchange;
  readonly meanwhile?: { readonly again: Exchange; readonly firstPoll: Exchange };
  readonly lastPoll?: Exchange;
  readonly again: Exchange;
  readonly fetched: Exchange | undefined;
}

type Ids = Readonly<Record<'service_id' | 'plan_id', string>>;

/** @throws NotPossible when there was no binding, or it could not be deleted */
export async function unbindStory(session: Session): Promise<DeleteStory> {
  const { instanceId, bindingId, subject } = await session.tell(bindingStory);
  const ids = { instanceId, bindingId };
  const query = { service_id: subject.offering.id, plan_id: await currentPlanId(session) };
  const fetchable = subject.offering.bindings_retrievable === true;
  return deleteWatched(session, bindingPath(ids), query, fetchable, () => session.unbind(ids, query));
}

/** Bindings go first. @throws NotPossible when there was no instance, or it could not be deleted */
export async function deprovisionStory(session: Session): Promise<DeleteStory> {
  const { instanceId, subject } = await session.tell(instanceStory);
  const query = { service_id: subject.offering.id, plan_id: await currentPlanId(session) };
  const fetchable = subject.offering.instances_retrievable === true;
  const ids = { instanceId };
  await removeBindings(session, instanceId, query);
  return deleteWatched(session, instancePath(ids), query, fetchable, () => session.deprovision(ids, query));
}

/** Checks may have left some. */
async function removeBindings(session: Session, instanceId: string, query: Ids): Promise<void> {
  for (const created of session.ledger.list()) {
    if (created.instanceId !== instanceId || created.bindingId === undefined) continue;
    const ids = { instanceId, bindingId: created.bindingId };
    const deleted = await session.unbind(ids, query);
    const operation = textField(deleted.body, 'operation');
    if (deleted.status === 202) await pollToEnd(session, 'delete', bindingPath(ids), { ...query, operation });
  }
}

async function deleteWatched(
  session: Session,
  path: string,
  ids: Ids,
  fetchable: boolean,
  send: () => Promise<Exchange>,
): Promise<DeleteStory> {
  const deleted = await send();
  if (deleted.status !== 200 && deleted.status !== 202) {
    throw new NotPossible(`it could not be deleted: ${describeExchange(deleted)}`);
  }
  const polling = deleted.status === 202 ? await whileDeleting(session, path, ids, deleted, send) : {};
  const again = await send();
  const fetched = fetchable ? await session.get(path) : undefined;
  return { deleted, ...polling, again, fetched };
}

async function whileDeleting(
  session: Session,
  path: string,
  ids: Ids,
  deleted: Exchange,
  send: () => Promise<Exchange>,
) {
  const query = { ...ids, operation: textField(deleted.body, 'operation') };
  const again = await send();
  const firstPoll = await session.get(`${path}/last_operation`, query);
  const { end, last } = await pollToEnd(session, 'delete', path, query);
  if (end === 'failed') throw new NotPossible(`it could not be deleted: ${describeExchange(last)}`);
  return { meanwhile: { again, firstPoll }, lastPoll: last };
}
