import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOG } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { Platform } from '../helpers/platform.js';

const [database, fixed, route] = CATALOG.services;
const metadata = {
  displayName: 'Database',
  imageUrl: 'data:image/png;base64,AA==',
  longDescription: 'A database of your own',
  providerDisplayName: 'Us',
  documentationUrl: 'https://docs.example.com',
  supportUrl: 'https://support.example.com',
  shareable: true,
};
const planMetadata = {
  displayName: 'Free',
  bullets: ['Fast', 'Small'],
  costs: [{ amount: { eur: 9.99 }, unit: 'MONTHLY' }],
};
const DESCRIBED = {
  id: 'b8d4a3a0-0000-4000-8000-000000000004',
  name: 'described',
  description: 'Says all that a catalog can say',
  bindable: false,
  plan_updateable: false,
  tags: ['sql'],
  metadata,
  plans: [
    {
      id: 'b8d4a3a0-0000-4000-8000-000000000041',
      name: 'one',
      description: 'One',
      free: false,
      bindable: true,
      plan_updateable: true,
      metadata: planMetadata,
    },
  ],
};
const SOLD = { services: [database, fixed, route, DESCRIBED] };

let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker({ 'catalog.yml': dump(SOLD) });
});
afterAll(() => broker.remove());

const catalog = async () => (await broker.platform.get('/v2/catalog')).body;

describe('GET /v2/catalog', () => {
  test('all of catalog.yml word for word (CAT-02, CAT-12, CAT-16, CAT-18, CAT-25, CAT-27, CAT-31, CAT-43, PROF-01, PROF-02, PROF-03, PROF-04), and what it leaves open is said (CAT-13, CAT-14, BIND-32, A-34)', async () => {
    const open = { instances_retrievable: true, bindings_retrievable: true, allow_context_updates: false };
    expect(await catalog()).toEqual({
      services: [
        database,
        { ...fixed, allow_context_updates: false },
        { ...route, ...open },
        { ...DESCRIBED, ...open },
      ],
    });
  });

  test('the same ids again and again, also after commits of others (CAT-07)', async () => {
    const before = await catalog();
    await broker.repository.push({ 'README.md': 'not the catalog' });
    await broker.platform.get('/v2/service_instances/unknown/last_operation');
    expect(await catalog()).toEqual(before);
  });

  test('HTTP Basic is the way in, and nothing else is (AUTH-03)', async () => {
    const ask = async (authorization: string) =>
      (await broker.platform.get('/v2/catalog', { headers: { authorization } })).status;
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(await ask(basic('user:password'))).toBe(200);
    for (const wrong of ['Bearer password', 'Basic user:password', basic('user'), basic('user:'), basic(':password')]) {
      expect(await ask(wrong)).toBe(401);
    }
    const refused = await new Platform(broker.process.url, 'user:other').get('/v2/catalog');
    expect({ status: refused.status, asks: refused.headers.get('www-authenticate') }).toEqual({
      status: 401,
      asks: expect.stringMatching(/^Basic realm="gitbroker"/),
    });
  });

  test.each([
    ['an offering has no name', { ...route, name: '' }],
    ['two plans have one id', { ...route, plans: [route?.plans[0], route?.plans[0]] }],
  ])('when %s the last good catalog stays (CAT-03, CAT-22)', async (_, broken) => {
    const before = await catalog();
    await broker.repository.push({ 'catalog.yml': dump({ services: [broken] }) });
    await broker.platform.get('/v2/service_instances/unknown/last_operation');
    expect(await catalog()).toEqual(before);
    await broker.repository.push({ 'catalog.yml': dump(SOLD) });
    await broker.platform.get('/v2/service_instances/unknown/last_operation');
  });
});
