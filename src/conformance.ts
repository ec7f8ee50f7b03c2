/** Public entry `gitbroker/conformance`: checks any broker against the specification. */
export { previewRun, runChecks } from './conformance/run-checks.js';
export type { CheckResult, Report, RunOptions } from './conformance/run-checks.js';
export type { Leftover } from './conformance/clean-up.js';
export { SubjectChoice } from './conformance/subject.js';
export { resultLine, textReport } from './conformance/text-report.js';
export { jsonReport } from './conformance/json-report.js';
export { junitReport } from './conformance/junit-report.js';
export { conforms, countResults } from './conformance/verdict.js';
export type { Counts } from './conformance/verdict.js';
