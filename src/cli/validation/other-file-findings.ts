/** Problems of the files that operators, pipelines and runners write beside the records. */
import type { z } from 'zod';
import { ClaimFile, claimPath } from '../../repository/claim-file.js';
import { JsonObject } from '../../osb/json-object.js';
import { RUNNER_PATH } from '../../repository/paths.js';
import { readFile } from '../../repository/read-file.js';
import { SETTINGS_PATH, SettingsFile } from '../../repository/settings-file.js';
import { RunnerFile } from '../../runner/runner-file.js';
import type { Snapshot } from '../../store/store.js';
import type { Finding } from './finding.js';
import { locateProblems } from './problem-lines.js';

/** @param recordPaths folders of instances */
export async function otherFileFindings(snapshot: Snapshot, recordPaths: readonly string[]): Promise<Finding[]> {
  const check = async (path: string, schema: z.ZodType, remedy: string): Promise<Finding[]> => {
    const file = await readFile(snapshot, path, schema);
    if (file.kind !== 'unreadable') return [];
    const problems = await locateProblems(snapshot, file.problem);
    return problems.map(({ line, reason }) => ({ severity: 'error', file: path, line, reason, remedy }));
  };
  const findings = [
    ...(await check(SETTINGS_PATH, SettingsFile, 'correct it; until then the defaults hold')),
    ...(await check(RUNNER_PATH, RunnerFile, 'correct it; until then no runner works')),
  ];
  for (const path of recordPaths) {
    findings.push(
      ...(await check(`${path}/params.yml`, JsonObject, 'correct it; until then the order waits')),
      ...(await check(claimPath(path), ClaimFile, 'remove it; until then no runner takes the order')),
    );
  }
  return findings;
}
