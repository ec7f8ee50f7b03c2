/** What all requests have in common: versions, credentials, identities, extensions (VER, AUTH, IDENT, VEND, URL). */
import { bindingPath, instancePath } from '../../client/paths.js';
import { IDENTITY_HEADER, REQUEST_IDENTITY_HEADER, VERSION_HEADER } from '../../osb/headers.js';
import { CheckFailure, expectNone, NotPossible } from '../check.js';
import type { Check } from '../check.js';
import { describeExchange, expectStatus } from '../exchange.js';
import { bindBody, provisionBody, updateBody } from '../orders-to-send.js';
import { ASYNC, idsOf } from '../session.js';
import type { Session } from '../session.js';

const AUTH = 'Platform to Service Broker Authentication';
const WRONG_CREDENTIALS = `Basic ${Buffer.from('conformance:wrong').toString('base64')}`;

export const requestChecks: readonly Check[] = [
  {
    requirement: 'VER-03',
    level: 'MUST',
    section: 'API Version Header',
    title: 'the version that is checked is accepted',
    run: async (session) => expectStatus(await session.get('/v2/catalog'), 200),
  },
  {
    requirement: 'VER-04',
    level: 'SHOULD',
    section: 'Change Policy for Minor Versions; API Version Header',
    title: 'a newer minor version is accepted',
    run: async (session) => expectStatus(await session.get('/v2/catalog', {}, { [VERSION_HEADER]: '2.99' }), 200),
  },
  {
    requirement: 'ERR-01',
    level: 'MUST',
    section: 'Service Broker Errors',
    title: 'a request without version header is processed, or refused by 400',
    since: 16,
    run: async (session) => {
      expectStatus(await session.get('/v2/catalog', {}, { [VERSION_HEADER]: undefined }), 200, 400);
    },
  },
  {
    requirement: 'ERR-01',
    level: 'MUST',
    section: 'Service Broker Errors',
    title: 'a request of another major version is processed, or refused by 412',
    run: async (session) => {
      expectStatus(await session.get('/v2/catalog', {}, { [VERSION_HEADER]: '99.0' }), 200, 412);
    },
  },
  {
    requirement: 'AUTH-01',
    level: 'MUST',
    section: AUTH,
    title: 'every endpoint checks the credentials',
    run: async (session) => expectNone(await acceptedBy(session, { authorization: undefined })),
  },
  {
    requirement: 'AUTH-02',
    level: 'MUST',
    section: AUTH,
    title: 'wrong credentials are answered 401, on every endpoint',
    run: async (session) => expectNone(await acceptedBy(session, { authorization: WRONG_CREDENTIALS })),
  },
  {
    requirement: 'AUTH-08',
    level: 'SHOULD',
    section: AUTH,
    title: 'without credentials the answer is 401, whatever else is wrong with the request',
    run: async (session) => {
      requireCredentials(session);
      const headers = { authorization: undefined, [VERSION_HEADER]: '99.0' };
      expectStatus(await session.get('/v2/catalog', {}, headers), 401);
      expectStatus(await session.provision({ instanceId: session.newId() }, '{"', { headers }), 401);
    },
  },
  {
    requirement: 'IDENT-01',
    level: 'MUST',
    section: 'Originating Identity',
    title: 'a request without originating identity is processed',
    run: async (session) => expectStatus(await session.get('/v2/catalog', {}, { [IDENTITY_HEADER]: undefined }), 200),
  },
  {
    requirement: 'IDENT-03',
    level: 'MUST',
    section: 'Profile: Originating Identity Header',
    title: 'an originating identity may have more properties than the profile knows',
    run: (session) => expectIdentityAccepted(session, 'cloudfoundry', { user_id: 'conformance', more: { of: ['it'] } }),
  },
  {
    requirement: 'IDENT-04',
    level: 'MUST',
    section: 'Originating Identity',
    title: 'an originating identity may be of any platform',
    run: (session) => expectIdentityAccepted(session, 'conformance', { anything: 1 }),
  },
  {
    requirement: 'IDENT-10',
    level: 'MUST',
    section: 'Request Identity',
    since: 15,
    title: 'a request without request identity is processed',
    run: async (session) => {
      expectStatus(await session.get('/v2/catalog', {}, { [REQUEST_IDENTITY_HEADER]: undefined }), 200);
    },
  },
  {
    requirement: 'IDENT-11',
    level: 'MUST',
    section: 'Request Identity',
    since: 15,
    title: 'different requests with the same request identity are no duplicates',
    run: async (session) => {
      const headers = { [REQUEST_IDENTITY_HEADER]: session.newId() };
      expectStatus(await session.get('/v2/catalog', {}, headers), 200);
      const query = { ...ASYNC, ...idsOf(await session.subject()) };
      const path = instancePath({ instanceId: session.newId() });
      expectStatus(await session.send({ method: 'DELETE', path, query, headers }), 410);
    },
  },
  {
    requirement: 'URL-06',
    level: 'MUST',
    section: 'Vendor Extension Fields',
    title: 'unknown query parameters are ignored',
    run: async (session) => expectStatus(await session.get('/v2/catalog', { conformance: 'unknown' }), 200),
  },
  {
    requirement: 'URL-01',
    level: 'MUST',
    section: 'URL Properties',
    title: 'ids with any characters are decoded (or refused by 400), never mistaken for a path',
    run: async (session) => {
      const ids = { instanceId: `${session.newId()} /ä%?#` };
      expectStatus(await session.deprovision(ids, idsOf(await session.subject())), 410, 400);
    },
  },
];

function requireCredentials({ options: { connection } }: Session): void {
  if (connection.credentials || connection.headers) return;
  throw new NotPossible('the checker was given no credentials, so the broker seems to want none');
}

async function acceptedBy(session: Session, headers: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  requireCredentials(session);
  const subject = await session.subject();
  const ids = { instanceId: session.newId(), bindingId: session.newId() };
  const [instance, binding] = [instancePath(ids), bindingPath(ids)];
  const query = { ...ASYNC, ...idsOf(subject) };
  const exchanges = [
    await session.send({ method: 'GET', path: '/v2/catalog', headers }),
    await session.send({ method: 'PUT', path: instance, query: ASYNC, headers, body: provisionBody(subject) }),
    await session.send({ method: 'GET', path: instance, headers }),
    await session.send({ method: 'PATCH', path: instance, query: ASYNC, headers, body: updateBody(subject) }),
    await session.send({ method: 'GET', path: `${instance}/last_operation`, headers }),
    await session.send({ method: 'PUT', path: binding, query: ASYNC, headers, body: bindBody(subject) }),
    await session.send({ method: 'GET', path: binding, headers }),
    await session.send({ method: 'GET', path: `${binding}/last_operation`, headers }),
    await session.send({ method: 'DELETE', path: binding, query, headers }),
    await session.send({ method: 'DELETE', path: instance, query, headers }),
  ];
  return exchanges
    .filter(({ status }) => status !== 401)
    .map((exchange) => `${describeExchange(exchange)}; expected 401`);
}

async function expectIdentityAccepted(session: Session, platform: string, value: object): Promise<void> {
  const header = `${platform} ${Buffer.from(JSON.stringify(value)).toString('base64')}`;
  const exchange = await session.get('/v2/catalog', {}, { [IDENTITY_HEADER]: header });
  if (exchange.status !== 200) throw new CheckFailure(`${describeExchange(exchange)}; expected 200`);
}
