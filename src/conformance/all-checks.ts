/** Every check, in the order in which they run: what destroys comes after what looks. */
import type { Check } from './check.js';
import { bindingChecks } from './checks/binding-checks.js';
import { catalogChecks } from './checks/catalog-checks.js';
import { deleteChecks } from './checks/delete-checks.js';
import { instanceChecks } from './checks/instance-checks.js';
import { refusalChecks } from './checks/refusal-checks.js';
import { requestChecks } from './checks/request-checks.js';
import { rotationChecks } from './checks/rotation-checks.js';
import { transcriptChecks } from './checks/transcript-checks.js';
import { updateChecks } from './checks/update-checks.js';

export interface Area {
  readonly name: string;
  readonly checks: readonly Check[];
}

export const AREAS: readonly Area[] = [
  { name: 'catalog', checks: catalogChecks },
  { name: 'requests', checks: requestChecks },
  { name: 'refusals', checks: refusalChecks },
  { name: 'instances', checks: instanceChecks },
  { name: 'updates', checks: updateChecks },
  { name: 'bindings', checks: bindingChecks },
  { name: 'rotation', checks: rotationChecks },
  { name: 'deletes', checks: deleteChecks },
  { name: 'all answers', checks: transcriptChecks },
];
