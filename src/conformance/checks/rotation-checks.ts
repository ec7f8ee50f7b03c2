/** Rotation of bindings (ROT): a successor beside its predecessor. */
import { bindingPath } from '../../client/paths.js';
import { CheckFailure, NotPossible } from '../check.js';
import type { Check } from '../check.js';
import { describeExchange, expectStatus, textField } from '../exchange.js';
import type { Session } from '../session.js';
import { bindingStory } from '../stories/binding-story.js';
import { pollToEnd } from '../stories/poll-to-end.js';
import { currentPlanId } from '../stories/update-story.js';

const ROTATION = 'Request (Rotating a Service Binding)';

export const rotationChecks: readonly Check[] = [
  {
    requirement: 'ROT-05',
    level: 'MUST',
    section: ROTATION,
    since: 17,
    title: 'an empty `predecessor_binding_id` is answered 400',
    run: async (session) => {
      const { instanceId } = await rotatable(session);
      const ids = { instanceId, bindingId: session.newId() };
      expectStatus(await session.bind(ids, { predecessor_binding_id: '' }), 400);
    },
  },
  {
    requirement: 'ROT-03',
    level: 'MUST',
    section: ROTATION,
    since: 17,
    title: 'a successor is made from nothing but `predecessor_binding_id`',
    run: async (session) => {
      await session.tell(rotationStory);
    },
  },
  {
    requirement: 'ROT-04',
    level: 'MUST',
    section: 'Binding Rotation',
    since: 17,
    title: 'predecessor and successor exist side by side',
    run: async (session) => {
      const { instanceId, bindingId, subject } = await rotatable(session);
      const successor = await session.tell(rotationStory);
      if (!subject.offering.bindings_retrievable) {
        throw new NotPossible('the offering does not have `bindings_retrievable`: true');
      }
      expectStatus(await session.get(bindingPath({ instanceId, bindingId })), 200);
      expectStatus(await session.get(bindingPath({ instanceId, bindingId: successor })), 200);
    },
  },
];

async function rotatable(session: Session) {
  const story = await session.tell(bindingStory);
  const planId = await currentPlanId(session);
  const plan = story.subject.offering.plans.find(({ id }) => id === planId);
  if (!plan?.binding_rotatable) throw new NotPossible(`the plan does not have \`binding_rotatable\`: true`);
  return story;
}

/** Gives the id of the successor. @throws CheckFailure, NotPossible */
async function rotationStory(session: Session): Promise<string> {
  const { instanceId, bindingId } = await rotatable(session);
  const ids = { instanceId, bindingId: session.newId() };
  const created = await session.bind(ids, { predecessor_binding_id: bindingId });
  expectStatus(created, 201, 202);
  if (created.status === 202) {
    const operation = textField(created.body, 'operation');
    const { end, last } = await pollToEnd(session, 'create', bindingPath(ids), { operation });
    if (end === 'failed') throw new CheckFailure(describeExchange(last));
  }
  return ids.bindingId;
}
