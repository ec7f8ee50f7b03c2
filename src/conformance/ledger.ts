/** Everything that the checks may have created, until it is known to be gone. */
import type { BrokerRequest } from '../client/broker-connection.js';
import type { BindingIds, InstanceIds } from '../client/paths.js';
import { callOf, field } from './exchange.js';
import type { Exchange } from './exchange.js';

export type Created = InstanceIds & Partial<BindingIds>;

export class Ledger {
  /** By path. */
  readonly #created = new Map<string, Created>();

  /** Before a request is sent: from then on it may have created something. */
  sending(request: BrokerRequest): void {
    const call = callOf(request);
    if (call !== 'provision' && call !== 'bind') return;
    const [, , , instance = '', , binding] = request.path.split('/');
    const ids = { instanceId: decodeURIComponent(instance) };
    const known = this.#created.has(request.path);
    if (!known) {
      this.#created.set(request.path, binding === undefined ? ids : { ...ids, bindingId: decodeURIComponent(binding) });
    }
  }

  /** @param before whether the resource was known before the request was sent */
  answered({ request, status, body }: Exchange, before: boolean): void {
    const call = callOf(request);
    const refused = status >= 400 && status < 500;
    if ((call === 'provision' || call === 'bind') && refused && !before) this.#created.delete(request.path);
    const gone = status === 410 || (status === 200 && field(body, 'operation') === undefined);
    if ((call === 'deprovision' || call === 'unbind') && gone) this.#created.delete(request.path);
  }

  has({ path }: BrokerRequest): boolean {
    return this.#created.has(path);
  }

  forget(created: Created): void {
    for (const [path, known] of this.#created) if (known === created) this.#created.delete(path);
  }

  /** Bindings before instances. */
  list(): Created[] {
    const all = [...this.#created.values()];
    return [...all.filter(({ bindingId }) => bindingId !== undefined), ...all.filter(({ bindingId }) => !bindingId)];
  }
}
