import { describe, expect, test } from 'vitest';
import { OperationFailedError, PollingTimeoutError } from '../../src/client/polling.js';
import { BrokerError } from '../../src/client/broker-error.js';
import { NoAnswerError } from '../../src/client/http.js';
import { OsbError } from '../../src/osb/errors.js';
import { givenMock, IDS } from '../mock/given-mock.js';

const INSTANCE = { instanceId: 'instance-1', service: 'mock', plan: 'small' };
const BINDING = { ...INSTANCE, bindingId: 'binding-1' };
const CREDENTIALS_OF = (bindingId: string) => ({
  uri: `mock://${bindingId}:secret@mock.example.com/instance-1`,
  username: bindingId,
  password: 'secret',
});

describe.each(['sync', 'async'] as const)('orders to a broker that works %s', (mode) => {
  test('a whole life: provision, update, bind, rotate, unbind, deprovision', async () => {
    const { orders, client } = await givenMock({ mode });
    const dashboard_url = 'https://mock.example.com/instances/instance-1';

    expect(await orders.provision({ ...INSTANCE, body: { parameters: { size: 1 } } })).toMatchObject({ dashboard_url });
    await orders.update({ ...INSTANCE, newPlan: 'large', body: { parameters: { size: 2 } } });
    expect(await client.fetchInstance(INSTANCE)).toMatchObject({
      service_id: IDS.service_id,
      plan_id: '6f6b6d63-0000-4000-8000-000000000012',
      parameters: { size: 2 },
    });
    const large = { plan: 'large' };
    expect((await orders.bind({ ...BINDING, ...large })).credentials).toEqual(CREDENTIALS_OF('binding-1'));
    const successor = { ...BINDING, ...large, bindingId: 'binding-2' };
    expect((await orders.rotate({ ...successor, predecessorId: 'binding-1' })).credentials).toEqual(
      CREDENTIALS_OF('binding-2'),
    );
    await orders.unbind({ ...BINDING, ...large });
    await orders.unbind(successor);
    await orders.deprovision({ ...INSTANCE, ...large });
    await expect(client.fetchInstance(INSTANCE)).rejects.toMatchObject({ code: 'NotFound', status: 404 });
    // Gone before is as good.
    await orders.deprovision({ ...INSTANCE, ...large });
  });
});

describe('before anything is sent', () => {
  test.each([
    ['an unknown offering', { service: 'nothing' }, 'There is no service offering "nothing"; there are: mock'],
    ['an unknown plan', { plan: 'huge' }, 'There is no plan of "mock" "huge"; there are: small, large'],
    ['no plan where there are several', { plan: undefined }, 'Name a plan of "mock"; there are: small, large'],
    ['parameters that the schema refuses', { body: { parameters: { size: 99 } } }, 'parameters.size: must be <= 10'],
  ])('%s is refused', async (_name, wrong, message) => {
    const { orders, faults } = await givenMock();
    faults.set([{ on: 'provision', kind: 'status', status: 500 }]);
    const order = { ...INSTANCE, ...wrong };
    await expect(orders.provision(order)).rejects.toThrow(new OsbError('BadRequest', message));
    expect(faults.list()).toHaveLength(1);
  });

  test('ids are understood as well as names', async () => {
    const { orders } = await givenMock();
    await orders.provision({ instanceId: 'i', service: IDS.service_id, plan: IDS.plan_id });
  });
});

describe('after a create whose end is uncertain', () => {
  test.each([
    ['5xx', [{ on: 'provision', kind: 'status', status: 502 }], BrokerError],
    ['a lost answer', [{ on: 'provision', kind: 'lost-answer' }], NoAnswerError],
    ['an answer that cannot be read', [{ on: 'provision', kind: 'malformed' }], Error],
    ['an operation that failed', [{ on: 'provision', kind: 'failed-operation' }], OperationFailedError],
    ['204', [{ on: 'provision', kind: 'status', status: 204 }], Error],
  ] as const)('the instance is deleted: %s', async (_name, faults, error) => {
    const mitigations: unknown[] = [];
    const onMitigation = (...args: unknown[]) => void mitigations.push(args.slice(0, 2));
    const { orders, client } = await givenMock({ faults }, { orders: { onMitigation } });
    await expect(orders.provision(INSTANCE)).rejects.toThrow(error);
    expect(mitigations).toEqual([[{ instanceId: 'instance-1' }, { outcome: 'removed' }]]);
    await expect(
      client.deprovision({ ...IDS, instanceId: 'instance-1', acceptsIncomplete: true }),
    ).rejects.toMatchObject({ status: 410 });
  });

  test('no delete after a 4xx', async () => {
    const mitigations: unknown[] = [];
    const { orders } = await givenMock(
      { faults: [{ on: 'provision', kind: 'error', code: 'Conflict' }] },
      { orders: { onMitigation: (...args) => void mitigations.push(args) } },
    );
    await expect(orders.provision(INSTANCE)).rejects.toMatchObject({ code: 'Conflict', status: 409 });
    expect(mitigations).toEqual([]);
  });

  test('the delete is tried again, and given up in the end', async () => {
    const mitigations: unknown[] = [];
    const { orders, clock } = await givenMock(
      {
        faults: [
          { on: 'provision', kind: 'status', status: 500 },
          { on: 'deprovision', kind: 'status', status: 500 },
        ],
      },
      { orders: { mitigationAttempts: 4, onMitigation: (_ids, mitigation) => void mitigations.push(mitigation) } },
    );
    await expect(orders.provision(INSTANCE)).rejects.toMatchObject({ status: 500 });
    expect(mitigations).toEqual([{ outcome: 'given up', problem: expect.any(BrokerError) }]);
    expect(clock.waits).toEqual([1_000, 2_000, 4_000]);
  });

  test('a binding is deleted, its instance stays', async () => {
    const { orders, client } = await givenMock({ faults: [{ on: 'bind', kind: 'lost-answer' }] });
    await orders.provision(INSTANCE);
    await expect(orders.bind(BINDING)).rejects.toThrow(NoAnswerError);
    await expect(client.fetchBinding(BINDING)).rejects.toMatchObject({ status: 404 });
    await client.fetchInstance(INSTANCE);
  });
});

describe('waiting', () => {
  test('Retry-After is kept to', async () => {
    const { orders, clock } = await givenMock({ polls: 3, retryAfterSeconds: 7 });
    await orders.provision(INSTANCE);
    expect(clock.waits).toEqual([1_000, 7_000, 7_000, 7_000]);
  });

  test('without it, each wait is longer than the one before', async () => {
    const { orders, clock } = await givenMock({ polls: 3 });
    await orders.provision(INSTANCE);
    expect(clock.waits).toEqual([1_000, 1_500, 2_250, 3_375]);
  });

  test('a broker that cannot tell for a while is asked on', async () => {
    const progress: unknown[] = [];
    const onProgress = ({ answer, problem }: { answer?: unknown; problem?: Error | undefined }) =>
      void progress.push(answer ?? problem?.name);
    const { orders } = await givenMock(
      { faults: [{ on: 'lastInstanceOperation', kind: 'flapping' }] },
      { orders: { polling: { onProgress } } },
    );
    await orders.provision(INSTANCE);
    expect(progress).toEqual(['OsbError', { state: 'in progress' }, 'OsbError', { state: 'succeeded' }]);
  });

  test('a failed update says whether the instance still works', async () => {
    const { orders } = await givenMock({
      faults: [{ on: 'update', kind: 'failed-operation', description: 'no room' }],
    });
    await orders.provision(INSTANCE);
    await expect(orders.update({ ...INSTANCE, newPlan: 'large' })).rejects.toMatchObject({
      message: 'no room',
      answer: { state: 'failed', instance_usable: true, update_repeatable: true },
    });
  });

  test('it ends after the maximum duration, and the instance is deleted', async () => {
    const { orders } = await givenMock({ polls: 100 }, { orders: { polling: { maxDurationMs: 10_000 } } });
    await expect(orders.provision(INSTANCE)).rejects.toThrow(PollingTimeoutError);
  });
});
