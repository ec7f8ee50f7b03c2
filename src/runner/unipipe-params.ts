/** params.yml as UniPipe has it: of the instance, free, and waited for when the plan's metadata say so. */
import { JsonObject } from '../osb/json-object.js';
import { describeProblem } from '../repository/problem.js';
import { readFile } from '../repository/read-file.js';
import type { Snapshot } from '../store/store.js';
import type { PersonStep } from './person.js';
import { isDelete, planId } from './work.js';
import type { Work } from './work.js';

export type UnipipeParams = Extract<PersonStep, { kind: 'ready' | 'waiting' | 'blocked' }>;

export async function readUnipipeParams(snapshot: Snapshot, work: Work): Promise<UnipipeParams> {
  const path = `${work.instancePath}/params.yml`;
  const file = await readFile(snapshot, path, JsonObject);
  if (file.kind === 'unreadable') return { kind: 'blocked', reason: describeProblem(file.problem) };
  if (file.kind === 'valid') return { kind: 'ready', params: file.value };
  const isNeeded = needsParams(work) && work.bindingId !== undefined && !isDelete(work);
  return isNeeded ? { kind: 'waiting', description: `${path} is missing` } : { kind: 'ready', params: {} };
}

function needsParams(work: Work): boolean {
  const id = planId(work);
  const plan = work.instance.serviceDefinition?.plans?.find((known) => known['id'] === id);
  const metadata = JsonObject.safeParse(plan?.['metadata']);
  return metadata.success && metadata.data['manualInstanceInputNeeded'] === true;
}
