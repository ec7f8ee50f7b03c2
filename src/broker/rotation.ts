/** Which binding can be the predecessor of a new one (ROT-02, ROT-06). */
import { OsbError } from '../osb/errors.js';
import type { BindingFile } from '../repository/binding-file.js';
import type { RepositoryView } from '../repository/repository-view.js';
import type { DecisionContext } from './decision-context.js';
import { knownBinding } from './known-binding.js';
import type { KnownInstance } from './known-instance.js';

/** @throws OsbError `BadRequest` unless it is a live binding of the same instance */
export async function predecessorOf(
  view: RepositoryView,
  instance: KnownInstance,
  bindingId: string,
  context: DecisionContext,
): Promise<BindingFile> {
  const known = await knownBinding(view, instance, bindingId, context);
  if (known?.phase !== 'ready') {
    throw new OsbError('BadRequest', 'predecessor_binding_id names no existing binding of this service instance.');
  }
  const { response } = known.record;
  const expiresAt = response.kind === 'valid' ? response.value.metadata?.expires_at : undefined;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= context.now.getTime()) {
    throw new OsbError('BadRequest', 'predecessor_binding_id names a binding that has expired.');
  }
  return known.file;
}
