/** Every order with its files, read for handlers. An order of which a file cannot be read is left out and told. */
import { describeProblem } from '../../repository/problem.js';
import type { Reading } from '../../repository/reading.js';
import { RecordCache } from '../../repository/record-cache.js';
import { openRepositoryView } from '../../repository/repository-view.js';
import type { RepositoryView } from '../../repository/repository-view.js';
import type { Snapshot } from '../../store/store.js';
import type { ServiceBindingDocument, ServiceDocument } from './transform-handler.js';

export interface Services {
  readonly services: readonly ServiceDocument[];
  readonly problems: readonly string[];
}

export async function readServices(snapshot: Snapshot): Promise<Services> {
  const view = openRepositoryView(snapshot, new RecordCache(1));
  const services: ServiceDocument[] = [];
  const problems: string[] = [];
  for (const { instanceId } of await view.instanceIds()) {
    try {
      const service = await readService(view, instanceId);
      if (service) services.push(service);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      problems.push(error.message);
    }
  }
  return { services, problems };
}

class UnreadableError extends Error {}

async function readService(view: RepositoryView, instanceId: string): Promise<ServiceDocument | undefined> {
  const record = await view.instance(instanceId);
  const instance = record && valueOf(record.instance);
  if (!record || !instance) return undefined;
  const bindings: ServiceBindingDocument[] = [];
  for (const bindingId of [...(await view.bindingIds(instanceId))].sort()) {
    const found = await view.binding(instanceId, bindingId);
    const binding = found && valueOf(found.binding);
    if (!found || !binding) continue;
    const [status, credentials, response] = [
      valueOf(found.status),
      valueOf(found.credentials),
      valueOf(found.response),
    ];
    bindings.push({ binding, status, credentials, response });
  }
  return { instance, status: valueOf(record.status), response: valueOf(record.response), bindings };
}

function valueOf<T>(reading: Reading<T>): T | null {
  if (reading.kind === 'unreadable') throw new UnreadableError(describeProblem(reading.problem));
  return reading.kind === 'valid' ? reading.value : null;
}
