/** Requests that must be refused, each on ids that nobody has used, so that nothing can come of them. */
import { instancePath, bindingPath } from '../../client/paths.js';
import { CheckFailure, NotPossible } from '../check.js';
import type { Check } from '../check.js';
import { describeExchange, expectError, expectStatus, isSuccess } from '../exchange.js';
import type { Exchange } from '../exchange.js';
import { provisionBody } from '../orders-to-send.js';
import { idsOf, NOT_ASYNC } from '../session.js';
import type { OrderBody, Session } from '../session.js';
import { instanceStory } from '../stories/instance-story.js';
import type { Subject } from '../subject.js';

const PROVISION = 'Provisioning';
const PROVISION_BODY = 'Provisioning: Body; Response';
const MAINTENANCE = 'Provisioning; Updating a Service Instance';

type Broken = (body: OrderBody) => unknown;
type Row = readonly [requirement: string, section: string, title: string, broken: Broken];

const BAD_PROVISIONS: readonly Row[] = [
  ['PROV-03', PROVISION_BODY, 'without `service_id`', (body) => ({ ...body, service_id: undefined })],
  ['PROV-03', PROVISION_BODY, 'with an empty `service_id`', (body) => ({ ...body, service_id: '' })],
  ['PROV-04', PROVISION_BODY, 'without `plan_id`', (body) => ({ ...body, plan_id: undefined })],
  ['PROV-04', PROVISION_BODY, 'with an empty `plan_id`', (body) => ({ ...body, plan_id: '' })],
  ['PROV-05', PROVISION, 'without `organization_guid`', (body) => ({ ...body, organization_guid: undefined })],
  ['PROV-06', PROVISION, 'without `space_guid`', (body) => ({ ...body, space_guid: undefined })],
  ['PROV-07', 'Provisioning: Response', 'without a body', () => undefined],
  ['PROV-07', 'Provisioning: Response', 'whose body is not JSON', () => '{"service_id":'],
  ['PROV-07', 'Provisioning: Response', 'whose body is not an object', () => '[]'],
  ['PROV-07', 'Provisioning: Response', 'whose `parameters` are an array', (body) => ({ ...body, parameters: [] })],
  [
    'MAINT-10',
    'Maintenance Info Object',
    'whose `maintenance_info` has no version',
    (body) => ({ ...body, maintenance_info: {} }),
  ],
];

export const refusalChecks: readonly Check[] = [
  ...BAD_PROVISIONS.map(badProvision),
  {
    requirement: 'CTYPE-03',
    level: 'SHOULD',
    section: 'Content Type',
    title: 'a body of another content type is processed, or refused by 400',
    run: async (session) => {
      const headers = { 'content-type': 'text/plain' };
      const exchange = await session.provision({ instanceId: session.newId() }, 'conformance', { headers });
      expectStatus(exchange, 400);
    },
  },
  {
    requirement: 'PROV-26',
    level: 'MUST',
    section: 'Error Codes',
    title: 'a refused provision leaves nothing: a delete is answered 410',
    run: async (session) => {
      const ids = { instanceId: session.newId() };
      const subject = await session.subject();
      const refused = await session.provision(ids, { ...provisionBody(subject), plan_id: undefined });
      if (isSuccess(refused)) throw new NotPossible('the broker did not refuse the provision (PROV-04)');
      expectStatus(await session.deprovision(ids, idsOf(subject)), 410);
    },
  },
  {
    requirement: 'PROV-16',
    level: 'MUST',
    section: 'Provisioning: Response',
    title: 'a provision without accepts_incomplete is done at once, or refused as AsyncRequired',
    run: async (session) => {
      const body = provisionBody(await session.subject());
      const exchange = await session.provision({ instanceId: session.newId() }, body, { query: NOT_ASYNC });
      expectAtOnceOrRefused(exchange, 201);
    },
  },
  maintenanceCheck('MAINT-03', 'a maintenance version that the plan does not have', true),
  maintenanceCheck('MAINT-05', 'a maintenance version for a plan that has none', false),
  {
    requirement: 'DEP-05',
    level: 'MUST',
    section: 'Deprovisioning: Response',
    title: 'a deprovision of an unknown id without accepts_incomplete is answered 410, or refused as AsyncRequired',
    run: async (session) => {
      const query = { ...idsOf(await session.subject()), ...NOT_ASYNC };
      expectAtOnceOrRefused(await session.deprovision({ instanceId: session.newId() }, query), 410);
    },
  },
  unknownDelete('DEP-02', 'Deprovisioning: Response', 'instance', 'service_id'),
  unknownDelete('DEP-03', 'Deprovisioning: Response', 'instance', 'plan_id'),
  unknownDelete('DEP-09', 'Deprovisioning: Response', 'instance'),
  unknownDelete('UNB-09', 'Unbinding: Response', 'binding'),
  unknownRead(
    'LOP-09',
    'Polling Last Operation for Service Instances: Response',
    'poll of an unknown instance',
    (ids) => `${instancePath(ids)}/last_operation`,
    requireAsynchronous,
  ),
  unknownRead(
    'BLOP-06',
    'Polling Last Operation for Service Bindings: Response',
    'poll of an unknown binding',
    (ids) => `${bindingPath(ids)}/last_operation`,
    async (session) => {
      await requireAsynchronous(session);
      requirePromise(await session.subject(), 'bindings_retrievable');
    },
  ),
  unknownRead(
    'GETI-03',
    'Fetching a Service Instance: Response',
    'fetch of an unknown instance',
    instancePath,
    async (session) => requirePromise(await session.subject(), 'instances_retrievable'),
  ),
  unknownRead(
    'GETB-03',
    'Fetching a Service Binding: Response',
    'fetch of an unknown binding',
    bindingPath,
    async (session) => requirePromise(await session.subject(), 'bindings_retrievable'),
  ),
];

/** Brokers that never answer 202 need no polls. @throws NotPossible */
async function requireAsynchronous(session: Session): Promise<void> {
  const { meanwhile } = await session.tell(instanceStory);
  if (!meanwhile) throw new NotPossible('the broker works synchronously');
}

/** @throws NotPossible */
function requirePromise({ offering }: Subject, promise: 'instances_retrievable' | 'bindings_retrievable'): void {
  if (!offering[promise]) throw new NotPossible(`the offering does not have \`${promise}\`: true`);
}

function badProvision([requirement, section, title, broken]: Row): Check {
  return {
    requirement,
    level: 'MUST',
    section,
    title: `a provision ${title} is answered 400`,
    ...(requirement.startsWith('MAINT') && { since: 15 }),
    run: async (session) => {
      const body = provisionBody(await session.subject());
      expectStatus(await session.provision({ instanceId: session.newId() }, broken(body)), 400);
    },
  };
}

/** @param done how the broker answers when it works at once. @throws CheckFailure */
export function expectAtOnceOrRefused(exchange: Exchange, done: number): void {
  if (exchange.status === 202) throw new CheckFailure(`${describeExchange(exchange)}; expected ${done} or 422`);
  if (exchange.status === done) return;
  expectError(exchange, 422, 'AsyncRequired');
}

function maintenanceCheck(requirement: string, title: string, planHasVersion: boolean): Check {
  return {
    requirement,
    level: 'MUST',
    section: MAINTENANCE,
    since: 15,
    title: `a provision with ${title} is refused as MaintenanceInfoConflict`,
    run: async (session) => {
      const subject = await session.subject();
      const { name, maintenance_info } = subject.plan;
      if ((maintenance_info !== undefined) !== planHasVersion) {
        throw new NotPossible(`the plan "${name}" has ${planHasVersion ? 'no' : 'a'} maintenance_info`);
      }
      const version = `${maintenance_info?.version ?? '1.0.0'}-conformance`;
      const body = { ...provisionBody(subject), maintenance_info: { version } };
      expectError(await session.provision({ instanceId: session.newId() }, body), 422, 'MaintenanceInfoConflict');
    },
  };
}

function unknownDelete(
  requirement: string,
  section: string,
  kind: 'instance' | 'binding',
  missing?: 'service_id' | 'plan_id',
): Check {
  const expected = missing === undefined ? 410 : 400;
  return {
    requirement,
    level: 'MUST',
    section,
    title: `a delete of an unknown ${kind}${missing === undefined ? '' : ` without \`${missing}\``} is answered ${expected}`,
    run: async (session) => {
      const query = { ...idsOf(await session.subject()), ...(missing !== undefined && { [missing]: undefined }) };
      const ids = { instanceId: session.newId(), bindingId: session.newId() };
      const exchange = kind === 'instance' ? await session.deprovision(ids, query) : await session.unbind(ids, query);
      expectStatus(exchange, expected);
    },
  };
}

function unknownRead(
  requirement: string,
  section: string,
  title: string,
  path: (ids: { instanceId: string; bindingId: string }) => string,
  require: (session: Session) => Promise<void>,
): Check {
  return {
    requirement,
    level: 'MUST',
    section,
    title: `the ${title} is answered 404`,
    run: async (session) => {
      await require(session);
      expectStatus(await session.get(path({ instanceId: session.newId(), bindingId: session.newId() })), 404);
    },
  };
}
