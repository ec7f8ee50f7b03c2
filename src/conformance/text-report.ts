/** The report for people: what is not kept to first, with its reason; then what could not be checked; then the sum. */
import type { CheckResult, Report } from './run-checks.js';
import { countResults } from './verdict.js';

export function textReport(report: Report): string {
  const { url, apiVersion, results, leftovers, interrupted } = report;
  const failed = results.filter(({ status }) => status === 'failed');
  const { passed, skipped, failed: failures, warnings } = countResults(report);
  return [
    `Open Service Broker API ${apiVersion}: ${url}`,
    ...section(
      'MUST, but does not:',
      failed.filter(({ level }) => level === 'MUST'),
    ),
    ...section(
      'SHOULD, but does not:',
      failed.filter(({ level }) => level === 'SHOULD'),
    ),
    ...skippedSection(results),
    ...(leftovers.length > 0 ? ['', 'Left behind, remove by hand:'] : []),
    ...leftovers.map(
      ({ ids, problem }) => `  ${[ids.instanceId, ids.bindingId].filter(Boolean).join(' / ')}: ${problem}`,
    ),
    '',
    `${passed} passed, ${failures} failed, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${skipped} skipped${interrupted ? '; interrupted' : ''}`,
    '',
  ].join('\n');
}

/** One line while the run goes on. */
export function resultLine({ status, level, requirement, title }: CheckResult): string {
  const word = status === 'failed' && level === 'SHOULD' ? 'warning' : status;
  return `${word.padEnd(7)} ${requirement.padEnd(8)} ${title}`;
}

function section(heading: string, results: readonly CheckResult[]): string[] {
  if (results.length === 0) return [];
  return ['', heading, ...results.flatMap(failureLines)];
}

function failureLines({ requirement, title, section: clause, reason }: CheckResult): string[] {
  return [`  ${requirement} ${title}`, `    ${reason ?? ''}`, `    specification: ${clause}`];
}

/** By reason: one reason often keeps many checks from being made. */
function skippedSection(results: readonly CheckResult[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { status, reason = '', requirement } of results) {
    if (status === 'skipped') byReason.set(reason, [...(byReason.get(reason) ?? []), requirement]);
  }
  if (byReason.size === 0) return [];
  const lines = [...byReason].map(([reason, ids]) => `  ${reason}: ${ids.join(', ')}`);
  return ['', 'Could not be checked:', ...lines];
}
