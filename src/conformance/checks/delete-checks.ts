/** The ends of binding and instance (UNB, DEP): refusals first, then the deletes themselves. */
import { failIf, NotPossible } from '../check.js';
import type { Check } from '../check.js';
import { expectStatus } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import { NOT_ASYNC } from '../session.js';
import type { Session } from '../session.js';
import { bindingStory } from '../stories/binding-story.js';
import { deprovisionStory, unbindStory } from '../stories/delete-stories.js';
import type { DeleteStory } from '../stories/delete-stories.js';
import { instanceStory } from '../stories/instance-story.js';
import { currentPlanId } from '../stories/update-story.js';
import { expectAtOnceOrRefused } from './refusal-checks.js';
import { expectSameOperation, fetchedOf, meanwhileOf } from './while-running.js';

type Ids = Readonly<Record<string, string | undefined>>;

/** What unbinding and deprovisioning have in common, with their ids of requirements. */
interface DeleteKind {
  readonly what: string;
  readonly section: string;
  /** @throws NotPossible when there is nothing to delete */
  readonly exists: (session: Session) => Promise<unknown>;
  readonly story: (session: Session) => Promise<DeleteStory>;
  /** Sends a delete of what exists, with other query parameters than the right ones. */
  readonly send: (session: Session, change: Ids) => Promise<Exchange>;
  readonly retrievable: string;
  readonly ids: Readonly<Record<'service' | 'plan' | 'async' | 'deleted' | 'again' | 'gone' | 'fetched', string>>;
}

const UNBIND: DeleteKind = {
  what: 'unbind',
  section: 'Unbinding: Response',
  exists: (session) => session.tell(bindingStory),
  story: unbindStory,
  retrievable: 'bindings_retrievable',
  send: async (session, change) => {
    const { instanceId, bindingId, subject, meanwhile } = await session.tell(bindingStory);
    requireAsynchronous(meanwhile, change);
    const ids = { service_id: subject.offering.id, plan_id: await currentPlanId(session) };
    return session.unbind({ instanceId, bindingId }, { ...ids, ...change });
  },
  ids: {
    service: 'UNB-02',
    plan: 'UNB-03',
    async: 'UNB-05',
    deleted: 'UNB-01',
    again: 'UNB-08',
    gone: 'ORPH-04',
    fetched: 'GETB-03',
  },
};

const DEPROVISION: DeleteKind = {
  what: 'deprovision',
  section: 'Deprovisioning: Response',
  exists: (session) => session.tell(instanceStory),
  story: deprovisionStory,
  retrievable: 'instances_retrievable',
  send: async (session, change) => {
    const { instanceId, subject, meanwhile } = await session.tell(instanceStory);
    requireAsynchronous(meanwhile, change);
    const ids = { service_id: subject.offering.id, plan_id: await currentPlanId(session) };
    return session.deprovision({ instanceId }, { ...ids, ...change });
  },
  ids: {
    service: 'DEP-02',
    plan: 'DEP-03',
    async: 'DEP-05',
    deleted: 'DEP-01',
    again: 'DEP-08',
    gone: 'ORPH-04',
    fetched: 'GETI-03',
  },
};

/** A broker that works at once would delete what the later checks need. */
function requireAsynchronous(meanwhile: unknown, change: Ids): void {
  if ('accepts_incomplete' in change && !meanwhile) throw new NotPossible('the broker works synchronously');
}

export const deleteChecks: readonly Check[] = [UNBIND, DEPROVISION].flatMap((kind): Check[] => [
  refused(kind, kind.ids.service, 'service_id'),
  refused(kind, kind.ids.plan, 'plan_id'),
  {
    requirement: kind.ids.async,
    level: 'MUST',
    section: kind.section,
    title: `the ${kind.what} of something that exists is done at once, or refused as AsyncRequired, without accepts_incomplete`,
    run: async (session) => expectAtOnceOrRefused(await kind.send(session, NOT_ASYNC), 200),
  },
  {
    requirement: kind.ids.deleted,
    level: 'MUST',
    section: kind.section.replace(': Response', ''),
    title: `a valid ${kind.what} is answered 200 or 202, and comes to its end`,
    run: async (session) => {
      await kind.exists(session);
      await session.tell(kind.story).catch(failIf(NotPossible));
    },
  },
  {
    requirement: kind.ids.again,
    level: 'MUST',
    section: kind.section,
    title: `an identical ${kind.what} is answered 202 with the same operation while the first one runs`,
    run: async (session) => {
      const story = await session.tell(kind.story);
      expectSameOperation(story.deleted, meanwhileOf(story).again);
    },
  },
  {
    requirement: kind.ids.gone,
    level: 'MUST',
    section: 'Orphan Mitigation',
    title: `after the end, the ${kind.what} is answered 410`,
    run: async (session) => expectStatus((await session.tell(kind.story)).again, 410),
  },
  {
    requirement: kind.ids.fetched,
    level: 'MUST',
    section: kind.what === 'unbind' ? 'Fetching a Service Binding: Response' : 'Fetching a Service Instance: Response',
    since: 14,
    title: `after the ${kind.what}, a fetch is answered 404`,
    run: async (session) => expectStatus(fetchedOf((await session.tell(kind.story)).fetched, kind.retrievable), 404),
  },
]);

function refused(kind: DeleteKind, requirement: string, missing: 'service_id' | 'plan_id'): Check {
  return {
    requirement,
    level: 'MUST',
    section: kind.section,
    title: `the ${kind.what} of something that exists is answered 400 without \`${missing}\``,
    run: async (session) => expectStatus(await kind.send(session, { [missing]: undefined }), 400),
  };
}
