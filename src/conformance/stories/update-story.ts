/** An update of the instance: asked about while it runs, waited for, asked about again. */
import { instancePath } from '../../client/paths.js';
import { schemaOf } from '../../client/check-parameters.js';
import { NotOffered, NotPossible } from '../check.js';
import { describeExchange, field, textField } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import { updateBody } from '../orders-to-send.js';
import { idsOf } from '../session.js';
import type { OrderBody, Session } from '../session.js';
import type { Subject } from '../subject.js';
import { instanceStory } from './instance-story.js';
import { pollToEnd } from './poll-to-end.js';

export interface UpdateStory {
  readonly body: OrderBody;
  readonly before: Exchange | undefined;
  readonly updated: Exchange;
  readonly meanwhile?: {
    readonly again: Exchange;
    readonly fetched: Exchange | undefined;
    readonly firstPoll: Exchange;
  };
  readonly lastPoll?: Exchange;
  readonly after: Exchange | undefined;
}

/** @throws NotPossible when the update was refused, or failed; NotOffered when there are no updates */
export async function updateStory(session: Session): Promise<UpdateStory> {
  const { instanceId, subject, fetched: before } = await session.tell(instanceStory);
  const ids = { instanceId };
  const body = updateBody(subject);
  const updated = await session.update(ids, body);
  expectOffered(subject, updated);
  if (updated.status !== 200 && updated.status !== 202) {
    throw new NotPossible(`the instance could not be updated: ${describeExchange(updated)}`);
  }
  const polling = updated.status === 202 ? await whileUpdating(session, ids, body, updated) : {};
  const after = subject.offering.instances_retrievable ? await session.get(instancePath(ids)) : undefined;
  return { body, before, updated, ...polling, after };
}

/**
 * Where the catalog says nothing of updates, a broker may have none, and answers 422.
 * @throws NotOffered
 */
export function expectOffered({ offering, plan, planUpdateable, parameters }: Subject, answer: Exchange): void {
  const promised =
    planUpdateable || parameters.update || schemaOf(plan, 'update') || offering.allow_context_updates === true;
  const temporary = ['AsyncRequired', 'ConcurrencyError'].some((error) => error === field(answer.body, 'error'));
  if (answer.status === 422 && !promised && !temporary) throw new NotOffered('the broker has no updates');
}

async function whileUpdating(
  session: Session,
  ids: { readonly instanceId: string },
  body: OrderBody,
  updated: Exchange,
) {
  const subject = await session.subject();
  // With the plan from before the update (LOP-13).
  const query = { ...idsOf(subject), operation: textField(updated.body, 'operation') };
  const again = await session.update(ids, body);
  const fetched = subject.offering.instances_retrievable ? await session.get(instancePath(ids)) : undefined;
  const firstPoll = await session.get(`${instancePath(ids)}/last_operation`, query);
  const { end, last } = await pollToEnd(session, 'update', instancePath(ids), query);
  if (end === 'failed') throw new NotPossible(`the instance could not be updated: ${describeExchange(last)}`);
  return { meanwhile: { again, fetched, firstPoll }, lastPoll: last };
}

/** The plan that the instance has by now. */
export async function currentPlanId(session: Session): Promise<string> {
  const { subject } = await session.tell(instanceStory);
  const story = await session.tell(updateStory).catch((error: unknown) => {
    if (error instanceof NotPossible) return undefined;
    throw error;
  });
  const changed = story?.body['plan_id'];
  return typeof changed === 'string' ? changed : subject.plan.id;
}
