/** The instance on which most checks rest: ordered, asked about while it is being made, waited for, asked about again. */
import { instancePath } from '../../client/paths.js';
import { NotPossible } from '../check.js';
import { describeExchange, textField } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import { provisionBody } from '../orders-to-send.js';
import { idsOf } from '../session.js';
import type { OrderBody, Session } from '../session.js';
import type { Subject } from '../subject.js';
import { pollToEnd } from './poll-to-end.js';

export interface InstanceStory {
  readonly instanceId: string;
  readonly subject: Subject;
  readonly body: OrderBody;
  readonly created: Exchange;
  readonly operation: string | undefined;
  /** What happened while it was being made; absent when that took no time. */
  readonly meanwhile?: InstanceMeanwhile;
  /** The poll that said `succeeded`. */
  readonly lastPoll?: Exchange;
  /** Right after the end. */
  readonly fetched: Exchange | undefined;
  readonly again: Exchange;
  readonly different: Exchange;
}

interface InstanceMeanwhile {
  readonly again: Exchange;
  readonly different: Exchange;
  readonly fetched: Exchange | undefined;
  readonly firstPoll: Exchange;
}

/** @throws NotPossible when there is no instance in the end */
export async function instanceStory(session: Session): Promise<InstanceStory> {
  const subject = await session.subject();
  const ids = { instanceId: session.newId() };
  const body = provisionBody(subject);
  const created = await session.provision(ids, body);
  if (created.status !== 201 && created.status !== 202) {
    throw new NotPossible(`no instance could be provisioned: ${describeExchange(created)}`);
  }
  const operation = textField(created.body, 'operation');
  const polling = created.status === 202 ? await whileProvisioning(session, ids, body, operation) : {};
  return { ...ids, subject, body, created, operation, ...polling, ...(await afterwards(session, ids, body)) };
}

/** Two brokers in one: what it answers now must not be what it answers later. */
async function whileProvisioning(
  session: Session,
  ids: { readonly instanceId: string },
  body: OrderBody,
  operation: string | undefined,
): Promise<{ meanwhile: InstanceMeanwhile; lastPoll: Exchange }> {
  const subject = await session.subject();
  const query = { ...idsOf(subject), operation };
  const again = await session.provision(ids, body);
  const different = await session.provision(ids, otherOrder(body));
  const fetched = subject.offering.instances_retrievable ? await session.get(instancePath(ids)) : undefined;
  const firstPoll = await session.get(`${instancePath(ids)}/last_operation`, query);
  const { end, last } = await pollToEnd(session, 'create', instancePath(ids), query);
  if (end === 'failed') throw new NotPossible(`the instance could not be provisioned: ${describeExchange(last)}`);
  return { meanwhile: { again, different, fetched, firstPoll }, lastPoll: last };
}

async function afterwards(session: Session, ids: { readonly instanceId: string }, body: OrderBody) {
  const { offering } = await session.subject();
  const fetched = offering.instances_retrievable ? await session.get(instancePath(ids)) : undefined;
  const again = await session.provision(ids, body);
  const different = await session.provision(ids, otherOrder(body));
  return { fetched, again, different };
}

/** In another space: an attribute that every plan has. */
function otherOrder(body: OrderBody): OrderBody {
  return { ...body, space_guid: 'conformance-other-space' };
}
