/** The workspace in which the state of an instance or binding is kept. Two of them never share one. */
import { createHash } from 'node:crypto';
import type { Work } from './work.js';

/** Backends take 90 characters at least. */
const MAX_ID = 64;

export function workspaceOf({ instanceId, bindingId }: Pick<Work, 'instanceId' | 'bindingId'>): string {
  if (bindingId === undefined) return named('instance', instanceId);
  // Binding ids are unique within their instance only.
  return `${named('binding', bindingId)}-${hashOf(instanceId).slice(0, 12)}`;
}

/** An id that is no workspace name is hashed, under another prefix, so that no id can be made to look like a hash. */
function named(kind: string, id: string): string {
  return /^[\w-]+$/.test(id) && id.length <= MAX_ID ? `${kind}-${id}` : `${kind}hash-${hashOf(id).slice(0, 40)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
