/** The binding on which most checks of bindings rest: made while watched, and asked about again. */
import { bindingPath } from '../../client/paths.js';
import type { BindingIds } from '../../client/paths.js';
import { NotPossible } from '../check.js';
import { describeExchange, textField } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import { bindBody } from '../orders-to-send.js';
import type { OrderBody, Session } from '../session.js';
import type { Subject } from '../subject.js';
import { instanceStory } from './instance-story.js';
import { pollToEnd } from './poll-to-end.js';
import { currentPlanId } from './update-story.js';

export interface BindingStory extends BindingIds {
  readonly subject: Subject;
  readonly body: OrderBody;
  readonly created: Exchange;
  readonly meanwhile?: {
    readonly again: Exchange;
    readonly different: Exchange;
    readonly fetched: Exchange | undefined;
    readonly firstPoll: Exchange;
  };
  readonly lastPoll?: Exchange;
  readonly fetched: Exchange | undefined;
  readonly again: Exchange;
  readonly different: Exchange;
}

/** The binding order for the instance as it is by now. @throws NotPossible */
export async function currentBindBody(session: Session): Promise<OrderBody> {
  const { subject } = await session.tell(instanceStory);
  if (!subject.bindable) throw new NotPossible(`the plan "${subject.plan.name}" is not bindable`);
  return { ...bindBody(subject), plan_id: await currentPlanId(session) };
}

/** @throws NotPossible when there is no binding in the end */
export async function bindingStory(session: Session): Promise<BindingStory> {
  const { instanceId, subject } = await session.tell(instanceStory);
  const body = await currentBindBody(session);
  const ids = { instanceId, bindingId: session.newId() };
  const created = await session.bind(ids, body);
  if (created.status !== 201 && created.status !== 202) {
    throw new NotPossible(`no binding could be made: ${describeExchange(created)}`);
  }
  const polling = created.status === 202 ? await whileBinding(session, ids, body, created) : {};
  const fetched = subject.offering.bindings_retrievable ? await session.get(bindingPath(ids)) : undefined;
  const again = await session.bind(ids, body);
  const different = await session.bind(ids, otherOrder(body));
  return { ...ids, subject, body, created, ...polling, fetched, again, different };
}

async function whileBinding(session: Session, ids: BindingIds, body: OrderBody, created: Exchange) {
  const { offering } = await session.subject();
  const query = { operation: textField(created.body, 'operation') };
  const again = await session.bind(ids, body);
  const different = await session.bind(ids, otherOrder(body));
  const fetched = offering.bindings_retrievable ? await session.get(bindingPath(ids)) : undefined;
  const firstPoll = await session.get(`${bindingPath(ids)}/last_operation`, query);
  const { end, last } = await pollToEnd(session, 'create', bindingPath(ids), query);
  if (end === 'failed') throw new NotPossible(`the binding could not be made: ${describeExchange(last)}`);
  return { meanwhile: { again, different, fetched, firstPoll }, lastPoll: last };
}

/** For another application: an attribute that every binding may have. */
function otherOrder(body: OrderBody): OrderBody {
  return { ...body, bind_resource: { app_guid: 'conformance-other-app' } };
}
