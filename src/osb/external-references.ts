/** Finds references that lead out of a JSON schema (CAT-33), also where no value would ever reach them. */
import { isJsonObject } from './read-json.js';

const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];
/** What stands in these is data, not schema. */
const DATA = new Set(['enum', 'const', 'default', 'examples']);

export function externalReferences(schema: unknown): string[] {
  const ids = new Set<string>();
  const references = new Set<string>();
  for (const node of nodes(schema)) {
    for (const key of ['$id', 'id']) if (typeof node[key] === 'string') ids.add(withoutFragment(node[key]));
    for (const key of REFERENCES) if (typeof node[key] === 'string') references.add(node[key]);
  }
  const isInternal = (reference: string): boolean =>
    reference.startsWith('#') || [...ids].some((id) => id !== '' && sameDocument(id, withoutFragment(reference)));
  return [...references].filter((reference) => !isInternal(reference));
}

function withoutFragment(uri: string): string {
  return uri.split('#', 1)[0] ?? '';
}

/** Relative references are taken by their end; those that then do not resolve are found by the compiler. */
function sameDocument(id: string, target: string): boolean {
  return id === target || id.endsWith(`/${target}`) || target.endsWith(`/${id}`);
}

/** With a list of its own instead of recursion: schemas may be nested as deep as their size allows. */
function* nodes(schema: unknown): Generator<Record<string, unknown>> {
  const waiting: unknown[] = [schema];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (Array.isArray(node)) for (const item of node) waiting.push(item);
    else if (isJsonObject(node)) {
      yield node;
      for (const [key, value] of Object.entries(node)) if (!DATA.has(key)) waiting.push(value);
    }
  }
}
