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
  const noted = <R>(method: keyof ServiceBroker, request: R): R => {
    calls.push({ method, request });
    return request;
  };
  const broker: ServiceBroker = {
    catalog: async (request) => wanted.catalog(noted('catalog', request)),
    provision: async (request) => wanted.provision(noted('provision', request)),
    fetchInstance: async (request) => wanted.fetchInstance(noted('fetchInstance', request)),
    update: async (request) => wanted.update(noted('update', request)),
    deprovision: async (request) => wanted.deprovision(noted('deprovision', request)),
    lastInstanceOperation: async (request) => wanted.lastInstanceOperation(noted('lastInstanceOperation', request)),
    bind: async (request) => wanted.bind(noted('bind', request)),
    fetchBinding: async (request) => wanted.fetchBinding(noted('fetchBinding', request)),
    unbind: async (request) => wanted.unbind(noted('unbind', request)),
    lastBindingOperation: async (request) => wanted.lastBindingOperation(noted('lastBindingOperation', request)),
  };
  return { broker, calls };
}
