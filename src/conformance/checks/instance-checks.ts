/** An instance that is made as it should be: answers, repetition, polls and fetches (PROV, LOP, GETI). */
import { instancePath } from '../../client/paths.js';
import { isJsonObject } from '../../osb/read-json.js';
import { CheckFailure, failIf, NotPossible, PollRefused } from '../check.js';
import type { Check } from '../check.js';
import { describeExchange, expectStatus, field, textField } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import { provisionBody } from '../orders-to-send.js';
import { idsOf } from '../session.js';
import type { Session } from '../session.js';
import { instanceStory } from '../stories/instance-story.js';
import type { InstanceStory } from '../stories/instance-story.js';
import { expectSameOperation, expectState, fetchedOf, meanwhileOf } from './while-running.js';

const RESPONSE = 'Provisioning: Response';
const POLL = 'Polling Last Operation for Service Instances: Response';
const FETCH = 'Fetching a Service Instance';

type Judge = (story: InstanceStory, session: Session) => void | Promise<void>;
const judge =
  (judgement: Judge): Check['run'] =>
  async (session) =>
    judgement(await session.tell(instanceStory), session);

export const instanceChecks: readonly Check[] = [
  {
    requirement: 'PROV-01',
    level: 'MUST',
    section: 'Provisioning',
    title: 'a valid provision creates an instance',
    run: async (session) => {
      await session.tell(instanceStory).catch(failIf(NotPossible));
    },
  },
  {
    requirement: 'ASYNC-13',
    level: 'MUST',
    section: 'Asynchronous Operations',
    title: 'the operation of a 202 can be polled from then on',
    run: async (session) => {
      const { meanwhile } = await session.tell(instanceStory).catch(failIf(PollRefused));
      if (!meanwhile) throw new NotPossible('the broker did it at once');
    },
  },
  {
    requirement: 'PROV-15',
    level: 'MUST',
    section: RESPONSE,
    title: 'an identical provision is answered 202 with the same operation while the first one runs',
    run: judge((story) => expectSameOperation(story.created, meanwhileOf(story).again)),
  },
  {
    requirement: 'PROV-20',
    level: 'MUST',
    section: RESPONSE,
    title: 'a different provision of the same id is answered 409 while the first one runs',
    run: judge((story) => expectStatus(meanwhileOf(story).different, 409)),
  },
  {
    requirement: 'GETI-04',
    level: 'MUST',
    section: `${FETCH}: Response`,
    title: 'an instance that is being provisioned is fetched as 404',
    since: 14,
    run: judge((story) => expectStatus(fetchedOf(meanwhileOf(story).fetched, 'instances_retrievable'), 404)),
  },
  {
    requirement: 'PROV-14',
    level: 'SHOULD',
    section: RESPONSE,
    title: 'an identical provision of an instance that exists is answered 200',
    run: judge(({ again }) => expectStatus(again, 200)),
  },
  {
    requirement: 'PROV-19',
    level: 'MUST',
    section: RESPONSE,
    title: 'a different provision of an instance that exists is answered 409',
    run: judge(({ different }) => expectStatus(different, 409)),
  },
  {
    requirement: 'PROV-11',
    level: 'MUST',
    section: 'Provisioning',
    title: 'a context of any platform, with any properties, is accepted',
    run: (session) => expectAccepted(session, { context: { platform: 'conformance', anything: { at: 'all' } } }),
  },
  {
    requirement: 'VEND-01',
    level: 'MUST',
    section: 'Vendor Extension Fields',
    title: 'unknown fields in a request are ignored',
    run: (session) => expectAccepted(session, { conformance_unknown: { nested: [1] } }),
  },
  {
    requirement: 'MAINT-02',
    level: 'MUST',
    section: 'Provisioning; Updating a Service Instance',
    title: 'a provision with the maintenance version of the plan is accepted, whatever else `maintenance_info` says',
    since: 15,
    run: async (session) => {
      const { plan } = await session.subject();
      if (!plan.maintenance_info) throw new NotPossible(`the plan "${plan.name}" has no maintenance_info`);
      await expectAccepted(session, { maintenance_info: { ...plan.maintenance_info, description: 'conformance' } });
    },
  },
  {
    requirement: 'LOP-18',
    level: 'SHOULD',
    section: 'Polling Last Operation for Service Instances: Body',
    title: 'the final state is told again when it is asked for again',
    run: judge(async (story, session) => expectState(await pollAgain(story, session, queryOf(story)), 'succeeded')),
  },
  {
    requirement: 'LOP-12',
    level: 'MUST',
    section: 'Polling Last Operation for Service Instances: Parameters',
    title: 'a poll needs neither `service_id` nor `plan_id`',
    run: judge(async (story, session) =>
      expectState(await pollAgain(story, session, { operation: story.operation }), 'succeeded'),
    ),
  },
  {
    requirement: 'LOP-15',
    level: 'MUST',
    section: 'Polling Last Operation for Service Instances',
    title: 'a poll without `operation` is about the last one',
    run: judge(async (story, session) => expectState(await pollAgain(story, session, {}), 'succeeded')),
  },
  {
    requirement: 'LOP-07',
    level: 'MUST',
    section: POLL,
    title: 'a poll with an empty `operation` is answered 400',
    run: judge(async (story, session) => expectStatus(await pollAgain(story, session, { operation: '' }), 400)),
  },
  {
    requirement: 'GETI-02',
    level: 'MUST',
    section: FETCH,
    title: 'an instance can be fetched as soon as it exists',
    since: 14,
    run: judge(({ fetched }) => expectStatus(fetchedOf(fetched, 'instances_retrievable'), 200)),
  },
  {
    requirement: 'GETI-07',
    level: 'MUST',
    section: `${FETCH}: Body`,
    title: 'a fetched instance has a `dashboard_url` only if the answer to its provision had one',
    since: 14,
    run: judge(({ fetched, created }) => {
      const shown = field(fetchedOf(fetched, 'instances_retrievable').body, 'dashboard_url') ?? undefined;
      if (shown === undefined || textField(created.body, 'dashboard_url') !== undefined) return;
      throw new CheckFailure('the fetched instance has a dashboard_url, the answer to its provision had none');
    }),
  },
  {
    requirement: 'CTYPE-04',
    level: 'MUST',
    section: 'Orphan Mitigation',
    title: 'a fetched instance has the fields and types of the specification, and its own ids',
    since: 14,
    run: judge(({ fetched, subject }) => {
      const { body } = fetchedOf(fetched, 'instances_retrievable');
      const ids = idsOf(subject);
      for (const name of ['service_id', 'plan_id'] as const) {
        const shown = field(body, name) ?? undefined;
        if (shown !== undefined && shown !== ids[name]) throw new CheckFailure(`${name}: expected "${ids[name]}"`);
      }
      const parameters = field(body, 'parameters') ?? undefined;
      if (parameters !== undefined && !isJsonObject(parameters))
        throw new CheckFailure('parameters: must be an object');
    }),
  },
];

async function expectAccepted(session: Session, extra: Readonly<Record<string, unknown>>): Promise<void> {
  const body = { ...provisionBody(await session.subject()), ...extra };
  const ids = { instanceId: session.newId() };
  const exchange = await session.provision(ids, body);
  if (exchange.status !== 201 && exchange.status !== 202) {
    throw new CheckFailure(`${describeExchange(exchange)}; expected 201 or 202`);
  }
}

/** Brokers that never work asynchronously need not know polls. @throws NotPossible */
function pollAgain(
  { instanceId, meanwhile }: InstanceStory,
  session: Session,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Exchange> {
  if (!meanwhile) throw new NotPossible('the broker did it at once');
  return session.get(`${instancePath({ instanceId })}/last_operation`, query);
}

function queryOf({ subject, operation }: InstanceStory) {
  return { ...idsOf(subject), operation };
}
