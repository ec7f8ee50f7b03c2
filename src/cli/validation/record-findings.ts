/** What is wrong with the records of a repository. One that cannot be read never hides another. */
import { bindingProblem } from '../../broker/binding-information.js';
import type { DecisionContext } from '../../broker/decision-context.js';
import { interpretInstance } from '../../broker/known-instance.js';
import { operationOf } from '../../repository/current-operation.js';
import { instanceFolders } from '../../repository/instance-folders.js';
import type { Operation } from '../../repository/operation-file.js';
import { bindingPath, decodeId, INSTANCES_FOLDER } from '../../repository/paths.js';
import type { FileProblem } from '../../repository/problem.js';
import type { Reading } from '../../repository/reading.js';
import type { BindingRecord, InstanceRecord, RepositoryView } from '../../repository/repository-view.js';
import type { StatusFile } from '../../repository/status-file.js';
import type { Finding } from './finding.js';
import { locateProblems } from './problem-lines.js';

type Context = Pick<DecisionContext, 'now' | 'rules'>;

export async function recordFindings(view: RepositoryView, context: Context): Promise<Finding[]> {
  const findings: Finding[] = await strayFolders(view);
  for (const { instanceId, path } of await instanceFolders(view.snapshot)) {
    const record = await view.instance(instanceId);
    if (!record) findings.push(noOrder(path, 'instance.yml'));
    else findings.push(...(await instanceFindings(view, record, instanceId, context)));
  }
  return findings;
}

async function instanceFindings(
  view: RepositoryView,
  record: InstanceRecord,
  instanceId: string,
  context: Context,
): Promise<Finding[]> {
  const findings = await unreadable(view, [record.instance, record.status, record.response]);
  const { instance, status, path } = record;
  if (instance.kind === 'valid')
    findings.push(...stale(`${path}/status.yml`, operationOf(instance.value, 'instance'), status));
  for (const bindingId of await view.bindingIds(instanceId)) {
    const binding = await view.binding(instanceId, bindingId);
    if (!binding) findings.push(noOrder(bindingPath(path, bindingId) ?? path, 'binding.yml'));
    else findings.push(...(await bindingFindings(view, binding, record, context)));
  }
  return findings;
}

async function bindingFindings(
  view: RepositoryView,
  record: BindingRecord,
  instance: InstanceRecord,
  context: Context,
): Promise<Finding[]> {
  const { binding, status, credentials, response, path } = record;
  const findings = await unreadable(view, [binding, status, credentials, response]);
  if (binding.kind !== 'valid') return findings;
  findings.push(...stale(`${path}/status.yml`, operationOf(binding.value, 'binding'), status));
  if (instance.instance.kind !== 'valid') return findings;
  if (binding.value.serviceInstanceId !== instance.instance.value.serviceInstanceId) {
    const reason = 'serviceInstanceId: is not the id of the service instance whose folder it is in';
    findings.push(...(await toFindings(view, { path: `${path}/binding.yml`, reason })));
  }
  const known = interpretInstance(instance, context);
  const problem = known && bindingProblem(record, known);
  const isTold = [credentials, response].some(({ kind }) => kind === 'unreadable');
  return problem && !isTold ? [...findings, ...(await toFindings(view, problem))] : findings;
}

async function unreadable(view: RepositoryView, readings: readonly Reading<unknown>[]): Promise<Finding[]> {
  const problems = readings.flatMap((reading) => (reading.kind === 'unreadable' ? [reading.problem] : []));
  return (await Promise.all(problems.map((problem) => toFindings(view, problem)))).flat();
}

async function toFindings({ snapshot }: RepositoryView, problem: FileProblem): Promise<Finding[]> {
  const located = await locateProblems(snapshot, problem);
  return located.map(({ path, line, reason }) => ({
    severity: 'error',
    file: path,
    line,
    reason,
    remedy: remedyOf(path),
  }));
}

/** What can be done depends on who writes the file. */
function remedyOf(path: string): string {
  const remedies: Readonly<Record<string, string>> = {
    'status.yml': 'write it anew: gitbroker update; until then the operation is in progress',
    'credentials.yml': 'write it anew: gitbroker update --credentials-file; until then the bind is in progress',
    'response.yml': 'correct it, or write it anew: gitbroker update --response-file',
  };
  const name = path.slice(path.lastIndexOf('/') + 1);
  return remedies[name] ?? 'correct it, or take the last good version back: gitbroker history, git checkout';
}

/** The broker resets the status when a new operation begins: a pipeline of an older one has overwritten that. */
function stale(path: string, operation: Operation, status: Reading<StatusFile>): Finding[] {
  const named = status.kind === 'valid' ? status.value.operation : undefined;
  if (named === undefined || named === operation.id) return [];
  return [
    {
      severity: 'warning',
      file: path,
      reason: `it speaks of operation ${named}, but the current one is ${operation.id}, so it does not count`,
      remedy: 'report the current operation: gitbroker update',
    },
  ];
}

function noOrder(path: string, name: string): Finding {
  return {
    severity: 'warning',
    file: path,
    reason: `there is no ${name} in it, so it is no record`,
    remedy: 'remove the folder, or take the file back from the history',
  };
}

async function strayFolders({ snapshot }: RepositoryView): Promise<Finding[]> {
  const names = [...(await snapshot.list(INSTANCES_FOLDER))];
  return names
    .filter(([name, { kind }]) => kind === 'folder' && decodeId(name) === undefined)
    .map(([name]) => ({
      severity: 'warning' as const,
      file: `${INSTANCES_FOLDER}/${name}`,
      reason: 'it is the folder of no id, so it is no record',
      remedy: 'remove it, or name it as the broker does: other characters than A-Z a-z 0-9 - _ ~ . percent-encoded',
    }));
}
