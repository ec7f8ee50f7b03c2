/** Reads runner.yml, and says which of its rules is the one for an operation. */
import { describeProblem } from '../repository/problem.js';
import { RUNNER_PATH } from '../repository/paths.js';
import { readFile } from '../repository/read-file.js';
import type { Snapshot } from '../store/store.js';
import { RunnerFile } from './runner-file.js';
import type { Rule } from './runner-file.js';
import { offeringName, planId, planName } from './work.js';
import type { Work } from './work.js';

/** runner.yml is missing or not valid: nothing can be run. */
export class RunnerFileError extends Error {
  override readonly name = 'RunnerFileError';
}

/** @throws RunnerFileError with all that is wrong */
export async function readRunnerFile(snapshot: Snapshot): Promise<RunnerFile> {
  const file = await readFile(snapshot, RUNNER_PATH, RunnerFile);
  if (file.kind === 'valid') return file.value;
  if (file.kind === 'unreadable') throw new RunnerFileError(describeProblem(file.problem));
  throw new RunnerFileError(
    `${RUNNER_PATH}: there is none; \`gitbroker generate runner.yml\` writes one to begin with`,
  );
}

/** The first that fits; undefined when nobody is to do this work. */
export function ruleFor({ rules }: RunnerFile, work: Work): Rule | undefined {
  const offering = [work.instance.serviceDefinitionId, offeringName(work), '*'];
  const plan = [planId(work), planName(work)];
  return rules.find(
    (rule) =>
      offering.includes(rule.offering) &&
      (rule.plans?.some((known) => plan.includes(known)) ?? true) &&
      (rule.operations?.includes(work.operation.type) ?? true),
  );
}
