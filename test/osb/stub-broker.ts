/** A broker that answers what a test tells it to, and remembers what it was asked. */
import type { Catalog } from '../../src/osb/catalog.js';
import type { ServiceBroker } from '../../src/osb/service-broker.js';

export interface Call {
  readonly method: keyof ServiceBroker;
  readonly request: unknown;
}

export interface StubBroker {
  readonly broker: ServiceBroker;
  readonly calls: readonly Call[];
}

export const EXAMPLE_CATALOG: Catalog = {
  services: [
    {
      id: 'service-1',
      name: 'database',
      description: 'A database',
      bindable: true,
      plans: [{ id: 'plan-1', name: 'small', description: 'A small one' }],
    },
  ],
};

const ANSWERS: ServiceBroker = {
  catalog: async () => EXAMPLE_CATALOG,
  provision: async () => ({ outcome: 'accepted', operation: 'op-1' }),
  fetchInstance: async () => ({ service_id: 'service-1', plan_id: 'plan-1' }),
  update: async () => ({ outcome: 'accepted', operation: 'op-1' }),
  deprovision: async () => ({ outcome: 'accepted', operation: 'op-1' }),
  lastInstanceOperation: async () => ({ state: 'in progress' }),
  bind: async () => ({ outcome: 'accepted', operation: 'op-1' }),
  fetchBinding: async () => ({ credentials: { user: 'u' } }),
  unbind: async () => ({ outcome: 'accepted', operation: 'op-1' }),
  lastBindingOperation: async () => ({ state: 'in progress' }),
};

export function givenStubBroker(answers: Partial<ServiceBroker> = {}): StubBroker {
  const calls: Call[] = [];
  const wanted: ServiceBroker = { ...ANSWERS, ...answers };
  const record =
    <R, A>(method: keyof ServiceBroker, answer: (request: R) => Promise<A>) =>
    async (request: R): Promise<A> => {
      calls.push({ method, request });
      return answer(request);
    };
  const broker: ServiceBroker = {
    catalog: record('catalog', wanted.catalog),
    provision: record('provision', wanted.provision),
    fetchInstance: record('fetchInstance', wanted.fetchInstance),
    update: record('update', wanted.update),
    deprovision: record('deprovision', wanted.deprovision),
    lastInstanceOperation: record('lastInstanceOperation', wanted.lastInstanceOperation),
    bind: record('bind', wanted.bind),
    fetchBinding: record('fetchBinding', wanted.fetchBinding),
    unbind: record('unbind', wanted.unbind),
    lastBindingOperation: record('lastBindingOperation', wanted.lastBindingOperation),
  };
  return { broker, calls };
}
