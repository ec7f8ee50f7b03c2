/**
 * What a handler of `gitbroker transform` is, for those who write one: a function from an order to files. A module names
 * its handlers by service offering, as its export `handlers`, of type `import('gitbroker/transform').TransformHandlers`.
 */
import type { BindingFile } from '../../repository/binding-file.js';
import type { InstanceFile } from '../../repository/instance-file.js';
import type { JsonObject } from '../../osb/json-object.js';
import type { StatusFile } from '../../repository/status-file.js';

/** An order with everything that the repository has of it. What platform users typed is in it: never trust that. */
export interface ServiceDocument {
  readonly instance: InstanceFile;
  /** null before a pipeline has written one. */
  readonly status: StatusFile | null;
  /** What an earlier operation left in response.yml. */
  readonly response: JsonObject | null;
  readonly bindings: readonly ServiceBindingDocument[];
}

export interface ServiceBindingDocument {
  readonly binding: BindingFile;
  readonly status: StatusFile | null;
  readonly credentials: JsonObject | null;
  readonly response: JsonObject | null;
}

export interface TreeFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface TreeFolder {
  readonly name: string;
  readonly entries: readonly TreeNode[];
}

export type TreeNode = TreeFile | TreeFolder;

/** Nothing: no file. What was written before stays. */
export type Transformed = TreeNode | readonly TreeNode[] | null | undefined;

export interface TransformHandler {
  /** For messages; the offering's key unless told. */
  readonly name?: string;
  /** May run several times for one order: make it depend on the order only. */
  handle(service: ServiceDocument): Transformed | Promise<Transformed>;
}

/** By id or name of the service offering. */
export type TransformHandlers = Readonly<Record<string, TransformHandler | TransformHandler['handle']>>;
