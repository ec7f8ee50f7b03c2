import { describe, expect, test } from 'vitest';
import { commitNote, composeMessage } from '../../src/broker/commit-message.js';
import { dashboardUrl } from '../../src/broker/dashboard-url.js';
import { asOsbError } from '../../src/broker/store-failure.js';
import type { Plan, ServiceOffering } from '../../src/osb/catalog.js';
import { StoreError } from '../../src/store/store.js';

describe('commit messages', () => {
  test('one operation has its own', () => {
    expect(composeMessage([commitNote('update', 'i', 'op')])).toBe(
      'OSB API: Updated Service instance i\n\nOperation: op\n',
    );
  });

  test('several share a subject, and have a line and a trailer each', () => {
    expect(composeMessage([commitNote('provision', 'i', 'op-1'), commitNote('unbind', 'b', 'op-2')])).toBe(
      [
        'OSB API: 2 operations\n',
        'OSB API: Created Service instance i',
        'OSB API: Marked Service binding b as deleted.\n',
        'Operation: op-1',
        'Operation: op-2\n',
      ].join('\n'),
    );
  });

  test.each([
    ['a\n\nOperation: forged', 'a%0A%0AOperation: forged'],
    ['a\r\u2028b\u0085c', 'a%0D%E2%80%A8b%C2%85c'],
    ['\u001B[31mred', '%1B[31mred'],
    ['abc\u202Etxt.exe', 'abc%E2%80%AEtxt.exe'],
  ])('the id %j makes no line and no trailer of its own', (id, shown) => {
    expect(commitNote('bind', id, 'op').subject).toBe(`OSB API: Created Service binding ${shown}`);
  });
});

describe('dashboard URLs (PROV-23, PROV-24)', () => {
  const url = (ofOffering: unknown, ofPlan: unknown, id = 'i') => {
    const plan: Plan = { id: 'p', name: 'p', description: 'd', metadata: { dashboardUrl: ofPlan } };
    const offering: ServiceOffering = {
      id: 's',
      name: 's',
      description: 'd',
      bindable: true,
      plans: [plan],
      metadata: { dashboardUrl: ofOffering },
    };
    return dashboardUrl(offering, plan, id);
  };

  test.each([
    ['the ids are filled in', 'https://x/{service_id}/{plan_id}/{instance_id}', undefined, 'i', 'https://x/s/p/i'],
    ["the plan's goes first", 'https://offering', 'https://plan', 'i', 'https://plan'],
    ['ids are escaped', 'https://x/{instance_id}', undefined, '../a?b=$&', 'https://x/..%2Fa%3Fb%3D%24%26'],
    ['an id is not filled in again', 'https://x/{instance_id}', undefined, '{plan_id}', 'https://x/%7Bplan_id%7D'],
    ['other braces stay', 'https://x/{other}', undefined, 'i', 'https://x/{other}'],
    ['an empty one is none', '', undefined, 'i', undefined],
    ['one that is no text is none', 7, undefined, 'i', undefined],
    ['none is none', undefined, undefined, 'i', undefined],
  ])('%s', (_, ofOffering, ofPlan, id, expected) => {
    expect(url(ofOffering, ofPlan, id)).toBe(expected);
  });
});

describe('failures of the store (ERR-17)', () => {
  test.each([
    ['unreachable', 10],
    ['declined', 60],
    ['contended', 5],
    ['busy', 5],
    ['closing', 1],
  ] as const)('%s is 503, without a word of what git said', (kind, retryAfterSeconds) => {
    const failure = new StoreError(kind, 'fatal: https://user@host/secret');
    expect(asOsbError(failure)).toMatchObject({ code: 'Unavailable', retryAfterSeconds, cause: failure });
    expect(asOsbError(failure)).toMatchObject({ message: expect.not.stringContaining('secret') });
  });

  test('anything else is passed on as it is', () => {
    const failure = new TypeError('a bug');
    expect(asOsbError(failure)).toBe(failure);
  });
});
