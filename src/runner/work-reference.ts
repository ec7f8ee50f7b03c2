/** Work as observers are told of it: names, and nothing that is secret. */
import type { WorkReference } from './observer.js';
import { offeringName, planName } from './work.js';
import type { Work } from './work.js';

export function referenceOf(work: Work): WorkReference {
  const { instanceId, bindingId, operation } = work;
  const { id, type } = operation;
  return { instanceId, bindingId, offering: offeringName(work), plan: planName(work), operation: { id, type } };
}
