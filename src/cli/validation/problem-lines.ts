/** Finds the lines of a file's problems, which its schema only knows by their keys. */
import type { FileProblem } from '../../repository/problem.js';
import { yamlLines } from '../../repository/yaml-lines.js';
import type { Snapshot } from '../../store/store.js';

/** One for each thing that is wrong. */
export async function locateProblems(snapshot: Snapshot, problem: FileProblem): Promise<FileProblem[]> {
  if (problem.line !== undefined) return [problem];
  const lineOf = await lineFinder(snapshot, problem.path);
  return problem.reason.split('; ').map((reason) => {
    const [, keys] = /^([\w.-]+)(?:: | needs )/.exec(reason) ?? [];
    return { path: problem.path, reason, line: keys === undefined ? undefined : lineOf(jsonPath(keys)) };
  });
}

export async function lineFinder(snapshot: Snapshot, file: string): Promise<(path: string) => number | undefined> {
  const bytes = await snapshot.read(file);
  return yamlLines(bytes ? new TextDecoder().decode(bytes) : '');
}

/** `plans.0.id` as `plans[0].id` */
function jsonPath(keys: string): string {
  return keys.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
}
