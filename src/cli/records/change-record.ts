/** Changes one record: in a work tree, or by a commit that is pushed and decided anew as long as others are faster. */
import type { DecisionContext } from '../../broker/decision-context.js';
import type { Decision, Snapshot } from '../../store/store.js';
import { withRepository } from '../repository/open-repository.js';
import type { RepositoryRequest, Surroundings } from '../repository/open-repository.js';
import { readingContext } from '../repository/settings.js';
import type { ExpectedOperation } from './decide-report.js';
import { operationSeen } from './known-record.js';
import type { RecordReference } from './record-reference.js';

export interface ChangeRequest extends RepositoryRequest {
  readonly reference: RecordReference;
  /** Id of the operation that the caller means; unless told, the one they can see. */
  readonly operation?: string | undefined;
}

export type ChangeContext = Pick<DecisionContext, 'now' | 'rules'> & {
  readonly expected: ExpectedOperation | undefined;
};

export async function changeRecord<T>(
  request: ChangeRequest,
  surroundings: Surroundings,
  decide: (snapshot: Snapshot, context: ChangeContext) => Promise<Decision<T>>,
): Promise<T> {
  const context = readingContext(surroundings.env);
  return withRepository(request, surroundings, async (repository) => {
    const expected =
      request.operation === undefined
        ? await operationSeen(await repository.seen(), request.reference, context)
        : { id: request.operation };
    return repository.change((snapshot) => decide(snapshot, { ...context, expected }));
  });
}
