/** The report for programs. */
import type { Report } from './run-checks.js';
import { conforms, countResults } from './verdict.js';

export function jsonReport(report: Report, strict = false): string {
  return `${JSON.stringify({ conforms: conforms(report, strict), counts: countResults(report), ...report }, undefined, 2)}\n`;
}
