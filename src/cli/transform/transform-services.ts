/** Runs the handlers over all orders: which files come of it, and what went wrong. Writes nothing. */
import type { Snapshot } from '../../store/store.js';
import type { LoadedHandler } from './load-handlers.js';
import { readServices } from './read-services.js';
import type { ServiceDocument } from './transform-handler.js';
import { treeFiles } from './tree-files.js';
import type { TreeFileAt } from './tree-files.js';

interface TransformedService {
  readonly instanceId: string;
  /** undefined: no handler is for it. */
  readonly handler: string | undefined;
}

export interface Transformation {
  readonly services: readonly TransformedService[];
  readonly files: readonly TreeFileAt[];
  readonly problems: readonly string[];
}

export async function transformServices(
  snapshot: Snapshot,
  handlers: ReadonlyMap<string, LoadedHandler>,
): Promise<Transformation> {
  const read = await readServices(snapshot);
  const services: TransformedService[] = [];
  const problems = [...read.problems];
  const made = new FileSet();
  for (const service of read.services) {
    const instanceId = service.instance.serviceInstanceId;
    const handler = handlerFor(service, handlers);
    services.push({ instanceId, handler: handler?.name });
    if (!handler) continue;
    try {
      made.add(treeFiles(await handler.handle(service)));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      problems.push(`${handler.name}, instance ${instanceId}: ${reason}`);
    }
  }
  return { services, files: [...made.files.values()], problems };
}

function handlerFor(
  { instance }: ServiceDocument,
  handlers: ReadonlyMap<string, LoadedHandler>,
): LoadedHandler | undefined {
  const name = instance.serviceDefinition?.name;
  return handlers.get(instance.serviceDefinitionId) ?? (name === undefined ? undefined : handlers.get(name));
}

/** Files of all orders, none of which stands in the way of another. */
class FileSet {
  readonly files = new Map<string, TreeFileAt>();
  readonly #folders = new Set<string>();

  /** All or none. @throws Error when one of them cannot be beside what is there */
  add(added: readonly TreeFileAt[]): void {
    const draft = new Map<string, TreeFileAt>();
    const folders = new Set<string>();
    for (const file of added) {
      const { path, content } = file;
      const before = draft.get(path) ?? this.files.get(path);
      if (before && !Buffer.from(before.content).equals(Buffer.from(content))) {
        throw new Error(`gave ${path}, which is there already with other content`);
      }
      const above = foldersAbove(path);
      const isBoth =
        folders.has(path) || this.#folders.has(path) || above.some((one) => draft.has(one) || this.files.has(one));
      if (isBoth) throw new Error(`gave ${path}, but one path cannot be both a file and a folder`);
      draft.set(path, file);
      for (const one of above) folders.add(one);
    }
    for (const file of draft.values()) this.files.set(file.path, file);
    for (const folder of folders) this.#folders.add(folder);
  }
}

function foldersAbove(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, n) => names.slice(0, n + 1).join('/'));
}
