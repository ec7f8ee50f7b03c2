/** For every check, by its title: a broker with exactly the fault that it looks for. */
import type { Catalog } from '../../src/osb/catalog.js';
import { MOCK_CATALOG } from '../../src/mock/mock-catalog.js';
import type { MockServerOptions } from '../../src/mock/mock-server.js';
import type { Tamper, Tampered } from './given-report.js';

export interface Fault {
  readonly server?: MockServerOptions;
  /** A new one for each run: some remember what they have seen. */
  readonly tamper?: () => Tamper;
}

const INSTANCE = '/v2/service_instances/:instance_id';
const BINDING = `${INSTANCE}/service_bindings/:binding_id`;
const ROUTES = {
  catalog: 'GET /v2/catalog',
  provision: `PUT ${INSTANCE}`,
  instance: `GET ${INSTANCE}`,
  update: `PATCH ${INSTANCE}`,
  deprovision: `DELETE ${INSTANCE}`,
  poll: `GET ${INSTANCE}/last_operation`,
  bind: `PUT ${BINDING}`,
  binding: `GET ${BINDING}`,
  unbind: `DELETE ${BINDING}`,
  bindingPoll: `GET ${BINDING}/last_operation`,
} as const;
type Route = keyof typeof ROUTES;

// Tests look into bodies of many shapes.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

const bodyOf = ({ request }: Tampered): Json => request.body ?? {};
const queryOf = ({ request }: Tampered): Json => request.query;
const json = (answer: Tampered): Json => answer.body ?? {};

function on(
  route: Route | '*',
  change: (answer: Tampered) => void,
  when: (answer: Tampered) => boolean = () => true,
): Fault {
  return {
    tamper: () => (answer) => {
      if ((route === '*' || answer.route === ROUTES[route]) && when(answer)) change(answer);
    },
  };
}
const answering =
  (status: number, body: unknown = {}) =>
  (answer: Tampered) => {
    answer.status = status;
    answer.body = body;
  };
const was = (status: number) => (answer: Tampered) => answer.status === status;
const succeeded = ({ status }: Tampered) => status < 300;
/** Every answer of success of this route gets these fields. */
const adding = (route: Route, fields: object, when: (answer: Tampered) => boolean = succeeded) =>
  on(route, (answer) => (answer.body = { ...json(answer), ...fields }), when);
const catalog = (change: (services: Json) => void) => on('catalog', (answer) => change(json(answer).services));
const offering = (change: (service: Json) => void) => catalog(([service]) => change(service));
const plan = (change: (plan: Json) => void) => offering(({ plans: [first] }) => change(first));
const headerOf = ({ request }: Tampered, name: string) => request.headers[`x-broker-api-${name}`];
const refusing = (route: Route, when: (answer: Tampered) => boolean) => on(route, answering(400), when);
const schema = (change: (parameters: Json) => void) =>
  plan(({ schemas }) => change(schemas.service_instance.create.parameters));

/** Each answer names another operation. */
function newOperations(route: Route): Fault {
  return {
    tamper: () => {
      let count = 0;
      return (answer) => {
        if (answer.route === ROUTES[route] && answer.status === 202)
          json(answer).operation = `operation-${(count += 1)}`;
      };
    },
  };
}
/** Only from the second time on that this is so. */
function later(
  route: Route,
  change: (answer: Tampered) => void,
  when: (answer: Tampered) => boolean = () => true,
): Fault {
  return {
    tamper: () => {
      let count = 0;
      return (answer) => {
        if (answer.route === ROUTES[route] && when(answer) && (count += 1) > 1) change(answer);
      };
    },
  };
}
/** From the first answer of a route on, answers of another one are different. */
function after(
  first: Route,
  happened: (answer: Tampered) => boolean,
  second: Route,
  change: (answer: Tampered) => void,
): Fault {
  return {
    tamper: () => {
      let seen = false;
      return (answer) => {
        if (answer.route === ROUTES[first] && happened(answer)) seen = true;
        else if (answer.route === ROUTES[second] && seen) change(answer);
      };
    },
  };
}

const [OFFERING] = MOCK_CATALOG.services;
const selling = (fields: object): Catalog => ({ services: [{ ...OFFERING!, ...fields }] });
const accepted = answering(201);
const only = (fields: readonly string[]) => (answer: Tampered) =>
  Object.keys(bodyOf(answer)).every((name) => fields.includes(name));

export const FAULTS: Readonly<Record<string, Fault>> = {
  'GET /v2/catalog answers 200 with a JSON object': on('catalog', answering(200, [])),
  'the catalog has `services`, an array of objects': on('catalog', answering(200, { services: {} })),
  'every offering has a name, and no two have the same': catalog((services) =>
    services.push({ ...services[0], id: 'x' }),
  ),
  'every offering has an id, and no two have the same': offering((service) => delete service.id),
  'every offering has a description': offering((service) => (service.description = '')),
  '`requires` has only permissions that the specification knows': offering((service) => (service.requires = ['money'])),
  'every offering says by a boolean whether it is bindable': offering((service) => (service.bindable = 'true')),
  '`dashboard_client` has an id and a secret': offering((service) => (service.dashboard_client = { id: 'x' })),
  'every offering has at least one plan': offering((service) => (service.plans = [])),
  'every plan has an id, and no two in the catalog have the same': offering(({ plans }) => (plans[1].id = plans[0].id)),
  'every plan has a name, and no two of an offering have the same': offering(
    ({ plans }) => (plans[1].name = plans[0].name),
  ),
  'every plan has a description': plan((first) => delete first.description),
  '`maintenance_info` has a Semantic Versioning 2.0 version': plan((first) => (first.maintenance_info.version = '1.0')),
  'every parameter schema names its draft in `$schema`': schema((parameters) => delete parameters.$schema),
  'no parameter schema has external references': schema(
    (parameters) => (parameters.$ref = 'https://example.com/s.json'),
  ),
  'no parameter schema is larger than 64 kB': schema((parameters) => (parameters.description = 'x'.repeat(70_000))),
  'every entry of `costs` has an amount per currency and a unit': plan(
    (first) => (first.metadata = { costs: [{ amount: { eur: 1 } }] }),
  ),
  'names consist of letters, digits, periods and hyphens': plan((first) => (first.name = 'a small one')),
  'ids are GUIDs': plan((first) => (first.id = 'small')),
  'ids need no encoding in URLs': plan((first) => (first.id = 'small/1')),
  'texts for users have at most 255 characters': plan((first) => (first.description = 'x'.repeat(256))),
  'all fields of the catalog have the types that the specification gives them': offering(
    (service) => (service.tags = 'tag'),
  ),
  'the ids of offerings and plans are the same when the catalog is fetched again': later(
    'catalog',
    (answer) => (json(answer).services[0].id = 'another'),
  ),

  'the version that is checked is accepted': on('catalog', answering(412)),
  'a newer minor version is accepted': on(
    'catalog',
    answering(412),
    (answer) => headerOf(answer, 'version') === '2.99',
  ),
  'a request without version header is processed, or refused by 400': on('catalog', answering(412), was(400)),
  'a request of another major version is processed, or refused by 412': on('catalog', answering(400), was(412)),
  'every endpoint checks the credentials': on('bindingPoll', answering(404), was(401)),
  'wrong credentials are answered 401, on every endpoint': on('update', answering(403), was(401)),
  'without credentials the answer is 401, whatever else is wrong with the request': on(
    'catalog',
    answering(412),
    (answer) => headerOf(answer, 'version') === '99.0',
  ),
  'a request without originating identity is processed': refusing(
    'catalog',
    (answer) => headerOf(answer, 'originating-identity') === undefined,
  ),
  'an originating identity may have more properties than the profile knows': refusing('catalog', (answer) =>
    String(headerOf(answer, 'originating-identity')).startsWith('cloudfoundry'),
  ),
  'an originating identity may be of any platform': refusing('catalog', (answer) =>
    String(headerOf(answer, 'originating-identity')).startsWith('conformance'),
  ),
  'a request without request identity is processed': refusing(
    'catalog',
    (answer) => headerOf(answer, 'request-identity') === undefined,
  ),
  'different requests with the same request identity are no duplicates': after(
    'catalog',
    (answer) => String(headerOf(answer, 'request-identity')).startsWith('conformance'),
    'deprovision',
    answering(200),
  ),
  'unknown query parameters are ignored': refusing('catalog', (answer) => queryOf(answer).conformance !== undefined),
  'ids with any characters are decoded (or refused by 400), never mistaken for a path': on(
    'deprovision',
    answering(404),
    ({ request }) => request.url.includes('%C3%A4'),
  ),

  'a provision without `service_id` is answered 400': on(
    'provision',
    accepted,
    (answer) => bodyOf(answer).service_id === undefined,
  ),
  'a provision with an empty `service_id` is answered 400': on(
    'provision',
    accepted,
    (answer) => bodyOf(answer).service_id === '',
  ),
  'a provision without `plan_id` is answered 400': on(
    'provision',
    accepted,
    (answer) => bodyOf(answer).plan_id === undefined,
  ),
  'a provision with an empty `plan_id` is answered 400': on(
    'provision',
    accepted,
    (answer) => bodyOf(answer).plan_id === '',
  ),
  'a provision without `organization_guid` is answered 400': on('provision', accepted, was(400)),
  'a provision without `space_guid` is answered 400': on('provision', accepted, was(400)),
  'a provision without a body is answered 400': on('provision', answering(500), was(400)),
  'a provision whose body is not JSON is answered 400': on('provision', answering(500), was(400)),
  'a provision whose body is not an object is answered 400': on('provision', answering(422), was(400)),
  'a provision whose `parameters` are an array is answered 400': on('provision', accepted, was(400)),
  'a provision whose `maintenance_info` has no version is answered 400': on('provision', accepted, was(400)),
  'a body of another content type is processed, or refused by 400': on('provision', answering(415), was(400)),
  'a refused provision leaves nothing: a delete is answered 410': on('deprovision', answering(200), was(410)),
  'a provision without accepts_incomplete is done at once, or refused as AsyncRequired': on(
    'provision',
    answering(202),
    was(422),
  ),
  'a provision with a maintenance version that the plan does not have is refused as MaintenanceInfoConflict': on(
    'provision',
    (answer) => (json(answer).error = 'Conflict'),
    was(422),
  ),
  'a provision with a maintenance version for a plan that has none is refused as MaintenanceInfoConflict': {
    server: { catalog: selling({ plans: [{ ...OFFERING!.plans[0]!, maintenance_info: undefined }] }) },
    ...on('provision', accepted, was(422)),
  },
  'a deprovision of an unknown id without accepts_incomplete is answered 410, or refused as AsyncRequired': on(
    'deprovision',
    answering(202),
    was(422),
  ),
  'a delete of an unknown instance without `service_id` is answered 400': on('deprovision', answering(410), was(400)),
  'a delete of an unknown instance without `plan_id` is answered 400': on('deprovision', answering(410), was(400)),
  'a delete of an unknown instance is answered 410': on('deprovision', answering(404), was(410)),
  'a delete of an unknown binding is answered 410': on('unbind', answering(404), was(410)),
  'the poll of an unknown instance is answered 404': on('poll', answering(410), was(404)),
  'the poll of an unknown binding is answered 404': on('bindingPoll', answering(410), was(404)),
  'the fetch of an unknown instance is answered 404': on('instance', answering(410), was(404)),
  'the fetch of an unknown binding is answered 404': on('binding', answering(500), was(404)),

  'a valid provision creates an instance': { server: { faults: [{ on: 'provision', kind: 'failed-operation' }] } },
  'the operation of a 202 can be polled from then on': on('poll', answering(404)),
  'an identical provision is answered 202 with the same operation while the first one runs': newOperations('provision'),
  'a different provision of the same id is answered 409 while the first one runs': on(
    'provision',
    answering(422),
    was(409),
  ),
  'an instance that is being provisioned is fetched as 404': on('instance', answering(200), was(404)),
  'an identical provision of an instance that exists is answered 200': on('provision', answering(409), was(200)),
  'a different provision of an instance that exists is answered 409': on('provision', answering(200), was(409)),
  'a context of any platform, with any properties, is accepted': refusing(
    'provision',
    (answer) => bodyOf(answer).context !== undefined,
  ),
  'unknown fields in a request are ignored': refusing('provision', (answer) => 'conformance_unknown' in bodyOf(answer)),
  'a provision with the maintenance version of the plan is accepted, whatever else `maintenance_info` says': refusing(
    'provision',
    (answer) => bodyOf(answer).maintenance_info !== undefined,
  ),
  'the final state is told again when it is asked for again': later(
    'poll',
    answering(404),
    (answer) => json(answer).state === 'succeeded',
  ),
  'a poll needs neither `service_id` nor `plan_id`': refusing(
    'poll',
    (answer) => queryOf(answer).service_id === undefined,
  ),
  'a poll without `operation` is about the last one': refusing(
    'poll',
    (answer) => queryOf(answer).operation === undefined,
  ),
  'a poll with an empty `operation` is answered 400': on('poll', answering(200, { state: 'succeeded' }), was(400)),
  'an instance can be fetched as soon as it exists': on('instance', answering(404)),
  'a fetched instance has a `dashboard_url` only if the answer to its provision had one': on(
    'provision',
    (answer) => delete json(answer).dashboard_url,
  ),
  'a fetched instance has the fields and types of the specification, and its own ids': adding('instance', {
    parameters: [],
  }),

  'an update without `service_id` is answered 400': on('update', answering(200), was(400)),
  'an update without a body is answered 400': on('update', answering(200), was(400)),
  'an update whose body is not JSON is answered 400': on('update', answering(500), was(400)),
  'an update whose `parameters` are an array is answered 400': on('update', answering(200), was(400)),
  'an update without accepts_incomplete is done at once, or refused as AsyncRequired': on(
    'update',
    answering(202),
    was(422),
  ),
  'an update to a maintenance version that the plan does not have is refused as MaintenanceInfoConflict': on(
    'update',
    answering(200),
    was(422),
  ),
  'a change of plan is refused by 422 where the plan is not updateable': {
    server: { catalog: selling({ plan_updateable: false }) },
    ...on('update', answering(400), was(422)),
  },
  'a refused update changes nothing': after(
    'update',
    was(400),
    'instance',
    (answer) => (json(answer).parameters = { size: 9 }),
  ),
  'a valid update is answered 200 or 202, and takes effect': {
    server: { faults: [{ on: 'update', kind: 'failed-operation' }] },
  },
  'an identical update is answered 202 with the same operation while the first one runs': newOperations('update'),
  'an instance that is being updated is fetched, or refused as ConcurrencyError': on(
    'instance',
    answering(404),
    was(422),
  ),
  'the poll of an update is accepted with the plan from before the update': after(
    'update',
    was(202),
    'poll',
    answering(400),
  ),
  '`previous_values` may be absent, or have all the deprecated properties': refusing('update', only(['service_id'])),
  'an update of nothing but the context is accepted where the offering has `allow_context_updates`': refusing(
    'update',
    only(['service_id', 'context']),
  ),

  'a bind without `service_id` is answered 400': on('bind', accepted, was(400)),
  'a bind without `plan_id` is answered 400': on('bind', accepted, was(400)),
  'a bind without a body is answered 400': on('bind', answering(500), was(400)),
  'a bind whose body is not JSON is answered 400': on('bind', answering(500), was(400)),
  'a bind whose `parameters` are an array is answered 400': on('bind', accepted, was(400)),
  'a bind without accepts_incomplete is done at once, or refused as AsyncRequired': on(
    'bind',
    answering(202),
    was(422),
  ),
  'an instance of a bindable plan can be bound': { server: { faults: [{ on: 'bind', kind: 'failed-operation' }] } },
  'an identical bind is answered 202 with the same operation while the first one runs': newOperations('bind'),
  'a different bind of the same id is answered 409, while the first one runs and afterwards': on(
    'bind',
    answering(422),
    was(409),
  ),
  'an identical bind of a binding that exists is answered 200': on('bind', answering(409), was(200)),
  'a binding that is being made is fetched as 404': on('binding', answering(200), was(404)),
  'a binding can be fetched as soon as it exists': on('binding', answering(404)),
  'a broker that binds asynchronously lets the binding be fetched': {
    server: { catalog: selling({ bindings_retrievable: false }) },
  },
  '`credentials` are an object': adding('binding', { credentials: 'user:password' }),
  'a poll needs neither ids nor `operation`, and tells the final state again': refusing(
    'bindingPoll',
    (answer) => queryOf(answer).operation === undefined,
  ),
  'an empty `predecessor_binding_id` is answered 400': on('bind', accepted, was(400)),
  'a successor is made from nothing but `predecessor_binding_id`': refusing('bind', only(['predecessor_binding_id'])),
  'predecessor and successor exist side by side': after(
    'bind',
    (answer) => bodyOf(answer).predecessor_binding_id !== undefined,
    'binding',
    answering(404),
  ),

  'the unbind of something that exists is answered 400 without `service_id`': on('unbind', answering(202), was(400)),
  'the unbind of something that exists is answered 400 without `plan_id`': on('unbind', answering(202), was(400)),
  'the unbind of something that exists is done at once, or refused as AsyncRequired, without accepts_incomplete': on(
    'unbind',
    answering(202),
    was(422),
  ),
  'a valid unbind is answered 200 or 202, and comes to its end': {
    server: { faults: [{ on: 'unbind', kind: 'failed-operation' }] },
  },
  'an identical unbind is answered 202 with the same operation while the first one runs': newOperations('unbind'),
  'after the end, the unbind is answered 410': on('unbind', answering(200), was(410)),
  'after the unbind, a fetch is answered 404': on('binding', answering(200), was(404)),
  'the deprovision of something that exists is answered 400 without `service_id`': on(
    'deprovision',
    answering(202),
    was(400),
  ),
  'the deprovision of something that exists is answered 400 without `plan_id`': on(
    'deprovision',
    answering(202),
    was(400),
  ),
  'the deprovision of something that exists is done at once, or refused as AsyncRequired, without accepts_incomplete':
    on('deprovision', answering(202), was(422)),
  'a valid deprovision is answered 200 or 202, and comes to its end': {
    server: { faults: [{ on: 'deprovision', kind: 'failed-operation' }] },
  },
  'an identical deprovision is answered 202 with the same operation while the first one runs':
    newOperations('deprovision'),
  'after the end, the deprovision is answered 410': on('deprovision', answering(404), was(410)),
  'after the deprovision, a fetch is answered 404': on('instance', answering(410), was(404)),

  'every answer with a body is application/json': on('*', (answer) => (answer.headers['content-type'] = 'text/plain')),
  'every answer of success has a JSON object as its body': on('deprovision', answering(202, 'accepted'), was(202)),
  'success is 200, 201 or 202, and no other 2xx': on('poll', answering(203, { state: 'succeeded' }), was(200)),
  '`error` is one word in CamelCase': on('*', (answer) => (json(answer).error = 'not found'), was(404)),
  '`description` of an error is a text that is not empty': on(
    '*',
    (answer) => (json(answer).description = ''),
    was(404),
  ),
  'only errors of update and deprovision have `instance_usable`': on(
    '*',
    (answer) => (json(answer).instance_usable = true),
    was(404),
  ),
  'only errors of update have `update_repeatable`': on(
    '*',
    (answer) => (json(answer).update_repeatable = true),
    was(404),
  ),
  'every answer repeats the request identity': on(
    '*',
    (answer) => (answer.headers['x-broker-api-request-identity'] = undefined),
  ),
  '`state` is `in progress`, `succeeded` or `failed`': adding('poll', { state: 'done' }),
  '`description` of an operation is a text that is not empty': adding('poll', { description: '' }),
  'only operations that failed have `instance_usable` or `update_repeatable`': adding('poll', {
    instance_usable: true,
  }),
  'operations of bindings have neither `instance_usable` nor `update_repeatable`': adding('bindingPoll', {
    instance_usable: true,
  }),
  '`Retry-After` is a number of seconds': on(
    'poll',
    (answer) => (answer.headers['retry-after'] = 'Wed, 21 Oct 2015 07:28:00 GMT'),
  ),
  '`operation` is a text of at most 10,000 characters': adding(
    'provision',
    { operation: 'x'.repeat(10_001) },
    was(202),
  ),
  '`operation` of an update is a text that is not empty': adding('update', { operation: '' }, was(202)),
  '`dashboard_url` is a text, or null': adding('provision', { dashboard_url: 42 }),
  'a bind that goes on has no credentials or other binding information in its 202': adding(
    'bind',
    { credentials: {} },
    was(202),
  ),
  'a binding hands out only what the offering `requires` permission for': adding('binding', {
    syslog_drain_url: 'syslog://x',
  }),
  '`volume_mounts` are complete': adding('binding', { volume_mounts: [{ driver: 'nfs' }] }),
  '`endpoints` have host and ports': adding('binding', { endpoints: [{ host: 'x', ports: [] }] }),
  '`expires_at` is a UTC time': adding('binding', { metadata: { expires_at: 'tomorrow' } }),
  '`renew_before` is a UTC time': adding('binding', { metadata: { renew_before: '2030-01-01' } }),
  '`renew_before` is not later than `expires_at`': adding('binding', {
    metadata: { expires_at: '2030-01-01T00:00:00.0Z', renew_before: '2031-01-01T00:00:00.0Z' },
  }),
};

/** Two polls have the same title in both areas: this one is about bindings. */
export const BINDING_POLL_FAULT: Fault = on('bindingPoll', answering(200, { state: 'succeeded' }), was(400));
