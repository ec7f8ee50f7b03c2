/** Bindings: refusals, answers, repetition, polls and fetches (BIND, BLOP, GETB). */
import { bindingPath } from '../../client/paths.js';
import { CheckFailure, failIf, NotPossible } from '../check.js';
import type { Check } from '../check.js';
import { expectStatus, field } from '../exchange.js';
import { isJsonObject } from '../../osb/read-json.js';
import { NOT_ASYNC } from '../session.js';
import type { OrderBody, Session } from '../session.js';
import { bindingStory, currentBindBody } from '../stories/binding-story.js';
import type { BindingStory } from '../stories/binding-story.js';
import { instanceStory } from '../stories/instance-story.js';
import { expectAtOnceOrRefused } from './refusal-checks.js';
import { expectSameOperation, expectState, fetchedOf, meanwhileOf } from './while-running.js';

const BINDING = 'Binding';
const RESPONSE = 'Binding: Response';
const POLL = 'Polling Last Operation for Service Bindings';
const FETCH = 'Fetching a Service Binding';

type Judge = (story: BindingStory, session: Session) => void | Promise<void>;
const judge =
  (judgement: Judge): Check['run'] =>
  async (session) =>
    judgement(await session.tell(bindingStory), session);

export const bindingChecks: readonly Check[] = [
  refused('BIND-03', RESPONSE, 'without `service_id`', (body) => ({ ...body, service_id: undefined })),
  refused('BIND-04', RESPONSE, 'without `plan_id`', (body) => ({ ...body, plan_id: undefined })),
  refused('BIND-05', RESPONSE, 'without a body', () => undefined),
  refused('BIND-05', RESPONSE, 'whose body is not JSON', () => '{"service_id":'),
  refused('BIND-05', RESPONSE, 'whose `parameters` are an array', (body) => ({ ...body, parameters: [] })),
  {
    requirement: 'BIND-11',
    level: 'MUST',
    section: RESPONSE,
    title: 'a bind without accepts_incomplete is done at once, or refused as AsyncRequired',
    run: async (session) => {
      const body = await currentBindBody(session);
      const { instanceId } = await session.tell(instanceStory);
      const exchange = await session.bind({ instanceId, bindingId: session.newId() }, body, { query: NOT_ASYNC });
      expectAtOnceOrRefused(exchange, 201);
    },
  },
  {
    requirement: 'BIND-02',
    level: 'MUST',
    section: BINDING,
    title: 'an instance of a bindable plan can be bound',
    run: async (session) => {
      await currentBindBody(session);
      await session.tell(bindingStory).catch(failIf(NotPossible));
    },
  },
  {
    requirement: 'BIND-15',
    level: 'MUST',
    section: RESPONSE,
    title: 'an identical bind is answered 202 with the same operation while the first one runs',
    run: judge((story) => expectSameOperation(story.created, meanwhileOf(story).again)),
  },
  {
    requirement: 'BIND-17',
    level: 'MUST',
    section: RESPONSE,
    title: 'a different bind of the same id is answered 409, while the first one runs and afterwards',
    run: judge(({ different, meanwhile }) => {
      if (meanwhile && field(meanwhile.firstPoll.body, 'state') === 'in progress') {
        expectStatus(meanwhile.different, 409);
      }
      expectStatus(different, 409);
    }),
  },
  {
    requirement: 'BIND-16',
    level: 'SHOULD',
    section: RESPONSE,
    title: 'an identical bind of a binding that exists is answered 200',
    run: judge(({ again }) => expectStatus(again, 200)),
  },
  {
    requirement: 'GETB-04',
    level: 'MUST',
    section: `${FETCH}: Response`,
    since: 14,
    title: 'a binding that is being made is fetched as 404',
    run: judge((story) => expectStatus(fetchedOf(meanwhileOf(story).fetched, 'bindings_retrievable'), 404)),
  },
  {
    requirement: 'GETB-02',
    level: 'MUST',
    section: FETCH,
    since: 14,
    title: 'a binding can be fetched as soon as it exists',
    run: judge(({ fetched }) => expectStatus(fetchedOf(fetched, 'bindings_retrievable'), 200)),
  },
  {
    requirement: 'BIND-32',
    level: 'MUST',
    section: 'Binding; Fetching a Service Binding',
    since: 14,
    title: 'a broker that binds asynchronously lets the binding be fetched',
    run: judge(({ created, subject }) => {
      if (created.status !== 202) throw new NotPossible('the broker did it at once');
      if (subject.offering.bindings_retrievable) return;
      throw new CheckFailure('bind is answered 202, but the offering does not have `bindings_retrievable`: true');
    }),
  },
  {
    requirement: 'BIND-20',
    level: 'MUST',
    section: 'Binding: Body',
    title: '`credentials` are an object',
    run: judge(({ created, fetched }) => {
      const found = [created, fetched].map((exchange) => field(exchange?.body, 'credentials') ?? undefined);
      const credentials = found.filter((value) => value !== undefined);
      if (credentials.length === 0) throw new NotPossible('the broker hands out no credentials');
      if (!credentials.every(isJsonObject)) throw new CheckFailure('credentials: must be an object');
    }),
  },
  {
    requirement: 'BLOP-09',
    level: 'MUST',
    section: `${POLL}: Parameters`,
    since: 14,
    title: 'a poll needs neither ids nor `operation`, and tells the final state again',
    run: judge(async (story, session) => {
      if (!story.meanwhile) throw new NotPossible('the broker did it at once');
      expectState(await session.get(`${bindingPath(story)}/last_operation`), 'succeeded');
    }),
  },
  {
    requirement: 'BLOP-04',
    level: 'MUST',
    section: `${POLL}: Response`,
    since: 14,
    title: 'a poll with an empty `operation` is answered 400',
    run: judge(async (story, session) => {
      if (!story.meanwhile) throw new NotPossible('the broker did it at once');
      expectStatus(await session.get(`${bindingPath(story)}/last_operation`, { operation: '' }), 400);
    }),
  },
];

function refused(requirement: string, section: string, title: string, broken: (body: OrderBody) => unknown): Check {
  return {
    requirement,
    level: 'MUST',
    section,
    title: `a bind ${title} is answered 400`,
    run: async (session) => {
      const body = await currentBindBody(session);
      const { instanceId } = await session.tell(instanceStory);
      expectStatus(await session.bind({ instanceId, bindingId: session.newId() }, broken(body)), 400);
    },
  };
}
