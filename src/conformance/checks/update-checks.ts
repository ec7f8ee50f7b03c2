/** Updates of an instance: refusals, repetition, and what must not change (UPD). */
import { instancePath } from '../../client/paths.js';
import { isDeepStrictEqual } from 'node:util';
import { CheckFailure, failIf, NotPossible, PollRefused } from '../check.js';
import type { Check } from '../check.js';
import { describeExchange, expectError, expectStatus, field } from '../exchange.js';
import { updateBody } from '../orders-to-send.js';
import { idsOf, NOT_ASYNC } from '../session.js';
import type { Session } from '../session.js';
import { instanceStory } from '../stories/instance-story.js';
import { pollToEnd } from '../stories/poll-to-end.js';
import { currentPlanId, expectOffered, updateStory } from '../stories/update-story.js';
import { expectSameOperation, fetchedOf, meanwhileOf } from './while-running.js';
import { expectAtOnceOrRefused } from './refusal-checks.js';

const UPDATE = 'Updating a Service Instance';
const RESPONSE = `${UPDATE}: Response`;

export const updateChecks: readonly Check[] = [
  refused('UPD-01', `${UPDATE}: Body; Response`, 'without `service_id`', (body) => ({
    ...body,
    service_id: undefined,
  })),
  refused('UPD-02', RESPONSE, 'without a body', () => undefined),
  refused('UPD-02', RESPONSE, 'whose body is not JSON', () => '{"service_id":'),
  refused('UPD-02', RESPONSE, 'whose `parameters` are an array', (body) => ({ ...body, parameters: [] })),
  {
    requirement: 'UPD-10',
    level: 'MUST',
    section: RESPONSE,
    title: 'an update without accepts_incomplete is done at once, or refused as AsyncRequired',
    run: async (session) => {
      const { instanceId, subject, meanwhile } = await session.tell(instanceStory);
      if (!meanwhile) throw new NotPossible('the broker works synchronously');
      const exchange = await session.update({ instanceId }, updateBody(subject), { query: NOT_ASYNC });
      expectOffered(subject, exchange);
      expectAtOnceOrRefused(exchange, 200);
    },
  },
  {
    requirement: 'UPD-11',
    level: 'MUST',
    section: RESPONSE,
    since: 15,
    title: 'an update to a maintenance version that the plan does not have is refused as MaintenanceInfoConflict',
    run: async (session) => {
      const { instanceId, subject } = await session.tell(instanceStory);
      const { name, maintenance_info } = subject.plan;
      if (!maintenance_info) throw new NotPossible(`the plan "${name}" has no maintenance_info`);
      const version = `${maintenance_info.version}-conformance`;
      const body = { service_id: subject.offering.id, maintenance_info: { version } };
      expectError(await session.update({ instanceId }, body), 422, 'MaintenanceInfoConflict');
    },
  },
  {
    requirement: 'UPD-08',
    level: 'MUST',
    section: RESPONSE,
    title: 'a change of plan is refused by 422 where the plan is not updateable',
    run: async (session) => {
      const { instanceId, subject } = await session.tell(instanceStory);
      const { planUpdateable, otherPlan, offering, plan } = subject;
      if (planUpdateable) throw new NotPossible(`the plan "${plan.name}" may be changed`);
      if (!otherPlan) throw new NotPossible(`the offering "${offering.name}" has no other plan`);
      expectStatus(await session.update({ instanceId }, { service_id: offering.id, plan_id: otherPlan.id }), 422);
    },
  },
  {
    requirement: 'UPD-21',
    level: 'MUST',
    section: RESPONSE,
    title: 'a refused update changes nothing',
    since: 14,
    run: async (session) => {
      const { instanceId, fetched, subject } = await session.tell(instanceStory);
      const before = fetchedOf(fetched, 'instances_retrievable');
      const refusal = await session.update({ instanceId }, { ...updateBody(subject), parameters: [] });
      if (refusal.status < 400) throw new NotPossible('the broker did not refuse the update (UPD-02)');
      const after = await session.get(instancePath({ instanceId }));
      if (isDeepStrictEqual(before.body, after.body)) return;
      throw new CheckFailure(`before: ${describeExchange(before)}; after: ${describeExchange(after)}`);
    },
  },
  {
    requirement: 'UPD-12',
    level: 'MUST',
    section: RESPONSE,
    title: 'a valid update is answered 200 or 202, and takes effect',
    run: async (session) => {
      await session.tell(instanceStory);
      const { body, after, updated } = await session.tell(updateStory).catch(failIf(NotPossible));
      expectStatus(updated, 200, 202);
      if (!after) return;
      expectStatus(after, 200);
      const shown = field(after.body, 'plan_id') ?? undefined;
      const expected = body['plan_id'];
      if (expected === undefined || shown === undefined || shown === expected) return;
      throw new CheckFailure(`${describeExchange(after)}; expected the plan ${JSON.stringify(expected)}`);
    },
  },
  {
    requirement: 'UPD-15',
    level: 'MUST',
    section: RESPONSE,
    title: 'an identical update is answered 202 with the same operation while the first one runs',
    run: async (session) => {
      const story = await session.tell(updateStory);
      expectSameOperation(story.updated, meanwhileOf(story).again);
    },
  },
  {
    requirement: 'GETI-05',
    level: 'MUST',
    section: 'Fetching a Service Instance: Response',
    since: 14,
    title: 'an instance that is being updated is fetched, or refused as ConcurrencyError',
    run: async (session) => {
      const fetched = fetchedOf(meanwhileOf(await session.tell(updateStory)).fetched, 'instances_retrievable');
      if (fetched.status !== 200) expectError(fetched, 422, 'ConcurrencyError');
    },
  },
  {
    requirement: 'LOP-13',
    level: 'MUST',
    section: 'Polling Last Operation for Service Instances: Parameters',
    title: 'the poll of an update is accepted with the plan from before the update',
    run: async (session) => {
      await session.tell(instanceStory);
      const { meanwhile } = await session.tell(updateStory).catch(failIf(PollRefused));
      if (!meanwhile) throw new NotPossible('the broker did it at once');
    },
  },
  {
    requirement: 'UPD-24',
    level: 'MUST',
    section: 'Previous Values Object',
    title: '`previous_values` may be absent, or have all the deprecated properties',
    run: async (session) => {
      const { subject } = await session.tell(instanceStory);
      const plan_id = await currentPlanId(session);
      const { service_id } = idsOf(subject);
      const deprecated = { service_id, plan_id, organization_id: 'conformance', space_id: 'conformance' };
      await expectUpdated(session, { service_id });
      await expectUpdated(session, { service_id, previous_values: deprecated });
    },
  },
  {
    requirement: 'UPD-17',
    level: 'MUST',
    section: UPDATE,
    title: 'an update of nothing but the context is accepted where the offering has `allow_context_updates`',
    since: 15,
    run: async (session) => {
      const { offering } = (await session.tell(instanceStory)).subject;
      if (!offering.allow_context_updates) {
        throw new NotPossible('the offering does not have `allow_context_updates`: true');
      }
      await expectUpdated(session, { service_id: offering.id, context: { platform: 'conformance', name: 'other' } });
    },
  },
];

type Broken = (body: Readonly<Record<string, unknown>>) => unknown;

function refused(requirement: string, section: string, title: string, broken: Broken): Check {
  return {
    requirement,
    level: 'MUST',
    section,
    title: `an update ${title} is answered 400`,
    run: async (session) => {
      const { instanceId, subject } = await session.tell(instanceStory);
      expectStatus(await session.update({ instanceId }, broken(updateBody(subject))), 400);
    },
  };
}

async function expectUpdated(session: Session, body: Readonly<Record<string, unknown>>): Promise<void> {
  const { instanceId, subject } = await session.tell(instanceStory);
  const exchange = await session.update({ instanceId }, body);
  expectOffered(subject, exchange);
  expectStatus(exchange, 200, 202);
  const query = { ...idsOf(subject), operation: undefined };
  if (exchange.status === 202) await pollToEnd(session, 'update', instancePath({ instanceId }), query);
}
