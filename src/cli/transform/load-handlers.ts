/** Loads the handlers of `gitbroker transform` from a module, or from a script as UniPipe has it. */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import { z } from 'zod';
import { wrongUsage } from '../refusal.js';
import type { TransformHandler } from './transform-handler.js';

type Handle = TransformHandler['handle'];

export interface LoadedHandler {
  readonly name: string;
  readonly handle: Handle;
}

const isFunction = (value: unknown): value is Handle => typeof value === 'function';
const HandlerObject = z.custom<TransformHandler>(
  (value) => typeof value === 'object' && value !== null && 'handle' in value && isFunction(value.handle),
  'must be a function, or an object with a method "handle"',
);
const Handlers = z.record(z.string(), z.union([z.custom<Handle>(isFunction), HandlerObject]));

/** By id or name of the offering. @throws Refusal when it cannot be loaded, or is not what it must be */
export async function loadHandlers(path: string): Promise<ReadonlyMap<string, LoadedHandler>> {
  const handlers = Handlers.safeParse(await exportOf(path));
  if (!handlers.success || Object.keys(handlers.data).length === 0) {
    throw wrongUsage(`${path}: it must export "handlers", an object: by offering a function or { name, handle }`);
  }
  return new Map(
    Object.entries(handlers.data).map(([offering, handler]) => {
      if (typeof handler === 'function') return [offering, { name: handler.name || offering, handle: handler }];
      return [offering, { name: handler.name ?? offering, handle: (service) => handler.handle(service) }];
    }),
  );
}

async function exportOf(path: string): Promise<unknown> {
  try {
    const text = await readFile(path, 'utf8');
    const module: unknown = await import(pathToFileURL(path).href);
    const exported = exportOfModule(module);
    // UniPipe's handlers export nothing: the value of their last line counts.
    const isScript = path.endsWith('.js') && (!isObject(exported) || Object.keys(exported).length === 0);
    return isScript ? runInThisContext(text, { filename: path }) : exported;
  } catch (cause) {
    throw wrongUsage(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function exportOfModule(module: unknown): unknown {
  if (!isObject(module)) return undefined;
  if ('handlers' in module) return module.handlers;
  return 'default' in module ? module.default : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
