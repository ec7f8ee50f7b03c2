/**
 * A {@link ServiceBroker} from the methods that a service really has: what can be checked against the catalog is checked
 * before a method is called, and what is left out is refused as the specification wants it.
 *
 * Knows no instances: whether they exist is for the methods to say.
 */
import type { Catalog } from './catalog.js';
import { OsbError } from './errors.js';
import { checkBind, checkProvision, checkUpdate } from './order-checks.js';
import type { ServiceBroker } from './service-broker.js';
import { validateCatalog } from './validate-catalog.js';

type Resolved<T> = T | Promise<T>;
type Methods = {
  readonly [M in Exclude<keyof ServiceBroker, 'catalog'>]?: (
    request: Parameters<ServiceBroker[M]>[0],
  ) => Resolved<Awaited<ReturnType<ServiceBroker[M]>>>;
};
type Order = 'provision' | 'update' | 'deprovision' | 'bind' | 'unbind';

export interface BrokerDefinition extends Methods {
  readonly catalog: Catalog;
  /** Orders that may be answered `accepted`: platforms that do not accept that are told so (422 `AsyncRequired`). */
  readonly asynchronous?: readonly Order[] | undefined;
}

/** @throws TypeError that lists all that is wrong with the catalog */
export function defineBroker(definition: BrokerDefinition): ServiceBroker {
  const catalog = checkedCatalog(definition.catalog);
  const order = orderOf(definition.asynchronous ?? []);
  const { fetchInstance, fetchBinding, lastInstanceOperation, lastBindingOperation } = definition;
  return {
    catalog: async () => catalog,
    provision: order('provision', definition.provision ?? refuse('BadRequest', NO_PROVISION), ({ body }) =>
      checkProvision(catalog, body),
    ),
    update: order('update', definition.update ?? refuse('UpdateNotSupported', NO_UPDATE), ({ body }) =>
      checkUpdate(catalog, body),
    ),
    deprovision: order('deprovision', definition.deprovision ?? refuse('InstanceGone', NO_INSTANCE)),
    bind: order('bind', definition.bind ?? refuse('BadRequest', NO_BIND), ({ body }) => checkBind(catalog, body)),
    unbind: order('unbind', definition.unbind ?? refuse('BindingGone', NO_BINDING)),
    fetchInstance: async (request) => (fetchInstance ?? refuse('NotRetrievable', NO_FETCH))(request),
    fetchBinding: async (request) => (fetchBinding ?? refuse('NotRetrievable', NO_FETCH))(request),
    lastInstanceOperation: async (request) =>
      (lastInstanceOperation ?? refuse('InstanceNotFound', NO_OPERATION))(request),
    lastBindingOperation: async (request) => (lastBindingOperation ?? refuse('BindingNotFound', NO_OPERATION))(request),
  };
}

const NO_PROVISION = 'This broker creates no service instances';
const NO_UPDATE = 'Service instances of this broker cannot be updated';
const NO_BIND = 'Service instances of this broker cannot be bound';
const NO_INSTANCE = 'There is no such service instance';
const NO_BINDING = 'There is no such service binding';
const NO_FETCH = 'This broker has nothing to fetch';
const NO_OPERATION = 'There is no such operation';

function refuse(...refusal: ConstructorParameters<typeof OsbError>): () => never {
  return () => {
    throw new OsbError(...refusal);
  };
}

interface MaybeAccepted {
  readonly outcome: string;
}

function orderOf(asynchronous: readonly Order[]) {
  return <Request extends { readonly acceptsIncomplete: boolean }, Result extends MaybeAccepted>(
      name: Order,
      method: (request: Request) => Resolved<Result>,
      check: (request: Request) => void = () => undefined,
    ) =>
    async (request: Request): Promise<Result> => {
      const { acceptsIncomplete } = request;
      if (!acceptsIncomplete && asynchronous.includes(name))
        throw new OsbError('AsyncRequired', 'This order takes its time: it needs accepts_incomplete=true');
      check(request);
      const result = await method(request);
      // A 422 would leave behind what was begun; after a 500 the platform deletes it (ORPH).
      if (!acceptsIncomplete && result.outcome === 'accepted')
        throw new TypeError(`${name} answered "accepted" and is not declared as asynchronous`);
      return result;
    };
}

function checkedCatalog(value: Catalog): Catalog {
  const { catalog, problems } = validateCatalog(value);
  if (catalog) return catalog;
  throw new TypeError(`The catalog: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
}
