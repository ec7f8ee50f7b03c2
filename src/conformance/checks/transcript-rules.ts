/** Rules for single answers, whatever they answer to: which ones they are about, and what is wrong with them. */
import { REQUEST_IDENTITY_HEADER } from '../../osb/headers.js';
import { isJsonObject } from '../../osb/read-json.js';
import type { Check } from '../check.js';
import { callOf, field } from '../exchange.js';
import type { Exchange } from '../exchange.js';

const ERRORS = 'Service Broker Errors';
const POLL_BODY = 'Polling Last Operation for Service Instances: Body';

export type TranscriptRule = Omit<Check, 'run'> & {
  /** Which exchanges the rule is about. */
  readonly about: (exchange: Exchange) => boolean;
  /** What is wrong with it; undefined when nothing is. */
  readonly problem: (exchange: Exchange) => string | undefined;
};

const isError = ({ status }: Exchange) => status >= 400;
const isPoll = (exchange: Exchange) =>
  exchange.status === 200 && /^last.*Operation$/.test(callOf(exchange.request) ?? '');
const isInstancePoll = (exchange: Exchange) => isPoll(exchange) && callOf(exchange.request) === 'lastInstanceOperation';
const isAccepted = ({ status }: Exchange) => status === 202;
const isEmptyText = (value: unknown) =>
  (value ?? undefined) !== undefined && (typeof value !== 'string' || value === '');
const has = (exchange: Exchange, name: string) => field(exchange.body, name) !== undefined;

export const TRANSCRIPT_RULES: readonly TranscriptRule[] = [
  {
    requirement: 'CTYPE-01',
    level: 'SHOULD',
    section: 'Content Type',
    title: 'every answer with a body is application/json',
    about: ({ text }) => text !== '',
    problem: ({ headers }) =>
      /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
        ? undefined
        : `Content-Type: ${headers['content-type'] ?? 'none'}`,
  },
  {
    requirement: 'CTYPE-04',
    level: 'MUST',
    section: 'Orphan Mitigation',
    title: 'every answer of success has a JSON object as its body',
    about: ({ status }) => [200, 201, 202].includes(status),
    problem: ({ body }) => (isJsonObject(body) ? undefined : 'the body is not a JSON object'),
  },
  {
    requirement: 'ERR-13',
    level: 'MUST',
    section: 'Orphan Mitigation',
    title: 'success is 200, 201 or 202, and no other 2xx',
    about: () => true,
    problem: ({ status }) => (status > 202 && status < 300 ? `${status}` : undefined),
  },
  {
    requirement: 'ERR-02',
    level: 'MUST',
    section: ERRORS,
    title: '`error` is one word in CamelCase',
    about: (exchange) => isError(exchange) && has(exchange, 'error'),
    problem: ({ body }) =>
      /^[A-Z][A-Za-z0-9]*$/.test(String(field(body, 'error'))) ? undefined : 'error: must be one CamelCase word',
  },
  {
    requirement: 'ERR-03',
    level: 'MUST',
    section: ERRORS,
    title: '`description` of an error is a text that is not empty',
    about: (exchange) => isError(exchange) && has(exchange, 'description'),
    problem: ({ body }) => (isEmptyText(field(body, 'description')) ? 'description: must not be empty' : undefined),
  },
  {
    requirement: 'ERR-04',
    level: 'MUST',
    section: ERRORS,
    title: 'only errors of update and deprovision have `instance_usable`',
    since: 15,
    about: (exchange) => isError(exchange) && !['update', 'deprovision'].includes(callOf(exchange.request) ?? ''),
    problem: (exchange) => (has(exchange, 'instance_usable') ? 'instance_usable: must be absent' : undefined),
  },
  {
    requirement: 'ERR-05',
    level: 'MUST',
    section: ERRORS,
    title: 'only errors of update have `update_repeatable`',
    since: 15,
    about: (exchange) => isError(exchange) && callOf(exchange.request) !== 'update',
    problem: (exchange) => (has(exchange, 'update_repeatable') ? 'update_repeatable: must be absent' : undefined),
  },
  {
    requirement: 'IDENT-08',
    level: 'SHOULD',
    section: 'Request Identity',
    title: 'every answer repeats the request identity',
    since: 15,
    about: ({ request: { headers = {} } }) => !(REQUEST_IDENTITY_HEADER in headers),
    problem: ({ headers }) =>
      headers[REQUEST_IDENTITY_HEADER] ? undefined : 'X-Broker-API-Request-Identity: is absent',
  },
  {
    requirement: 'LOP-02',
    level: 'MUST',
    section: POLL_BODY,
    title: '`state` is `in progress`, `succeeded` or `failed`',
    about: isPoll,
    problem: ({ body }) =>
      ['in progress', 'succeeded', 'failed'].includes(String(field(body, 'state')))
        ? undefined
        : 'state: is none of the three',
  },
  {
    requirement: 'LOP-03',
    level: 'MUST',
    section: POLL_BODY,
    title: '`description` of an operation is a text that is not empty',
    about: isInstancePoll,
    problem: ({ body }) => (isEmptyText(field(body, 'description')) ? 'description: must not be empty' : undefined),
  },
  {
    requirement: 'LOP-04',
    level: 'MUST',
    section: POLL_BODY,
    title: 'only operations that failed have `instance_usable` or `update_repeatable`',
    since: 15,
    about: (exchange) => isInstancePoll(exchange) && field(exchange.body, 'state') !== 'failed',
    problem: (exchange) =>
      has(exchange, 'instance_usable') || has(exchange, 'update_repeatable') ? 'has a flag of failures' : undefined,
  },
  {
    requirement: 'BLOP-03',
    level: 'MUST',
    section: 'Service Broker Errors; Polling Last Operation for Service Bindings',
    title: 'operations of bindings have neither `instance_usable` nor `update_repeatable`',
    since: 15,
    about: (exchange) => isPoll(exchange) && !isInstancePoll(exchange),
    problem: (exchange) =>
      has(exchange, 'instance_usable') || has(exchange, 'update_repeatable') ? 'has a flag of failures' : undefined,
  },
  {
    requirement: 'LOP-17',
    level: 'SHOULD',
    section: POLL_BODY,
    title: '`Retry-After` is a number of seconds',
    about: (exchange) => isPoll(exchange) && exchange.headers['retry-after'] !== undefined,
    problem: ({ headers }) =>
      /^\d+$/.test(headers['retry-after'] ?? '') ? undefined : `Retry-After: ${headers['retry-after']}`,
  },
  {
    requirement: 'ASYNC-10',
    level: 'MUST',
    section: 'Provisioning; Updating a Service Instance; Binding; Unbinding; Deprovisioning',
    title: '`operation` is a text of at most 10,000 characters',
    about: (exchange) => isAccepted(exchange) && (field(exchange.body, 'operation') ?? undefined) !== undefined,
    problem: ({ body }) => {
      const operation = field(body, 'operation');
      return typeof operation === 'string' && operation.length <= 10_000
        ? undefined
        : 'operation: must be a text of at most 10,000 characters';
    },
  },
  {
    requirement: 'UPD-19',
    level: 'MUST',
    section: 'Updating a Service Instance: Body',
    title: '`operation` of an update is a text that is not empty',
    about: (exchange) => isAccepted(exchange) && callOf(exchange.request) === 'update' && has(exchange, 'operation'),
    problem: ({ body }) =>
      isEmptyText(field(body, 'operation')) || field(body, 'operation') === null
        ? 'operation: must not be empty'
        : undefined,
  },
  {
    requirement: 'PROV-23',
    level: 'MUST',
    section: 'Provisioning: Body',
    title: '`dashboard_url` is a text, or null',
    about: ({ body }) => field(body, 'dashboard_url') !== undefined,
    problem: ({ body }) => {
      const url = field(body, 'dashboard_url');
      return url === null || typeof url === 'string' ? undefined : 'dashboard_url: must be a text or null';
    },
  },
  {
    requirement: 'BIND-14',
    level: 'MUST',
    section: 'Binding: Response',
    title: 'a bind that goes on has no credentials or other binding information in its 202',
    about: (exchange) => isAccepted(exchange) && callOf(exchange.request) === 'bind',
    problem: (exchange) => {
      const information = [
        'credentials',
        'syslog_drain_url',
        'route_service_url',
        'volume_mounts',
        'endpoints',
        'metadata',
      ];
      const found = information.filter((name) => has(exchange, name));
      return found.length > 0 ? `${found.join(', ')}: must be absent` : undefined;
    },
  },
];
