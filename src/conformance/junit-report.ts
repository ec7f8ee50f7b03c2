/** The report for CI systems, as JUnit XML: one suite per area. Warnings stand in the output of their test case. */
import type { CheckResult, Report } from './run-checks.js';
import { isFailure } from './verdict.js';

export function junitReport({ url, results, leftovers }: Report, strict = false): string {
  const areas = [...new Set(results.map(({ area }) => area))];
  const suites = areas.map((area) =>
    suite(
      area,
      results.filter((result) => result.area === area),
      strict,
    ),
  );
  const left = leftovers.map(({ ids, problem }) => `${JSON.stringify(ids)}: ${problem}`);
  const cleaning =
    left.length > 0 ? [element('testsuite', { name: 'cleaning up', tests: 1, failures: 1 }, [leftoverCase(left)])] : [];
  const all = element('testsuites', { name: `conformance of ${url}` }, [...suites, ...cleaning]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
}

function suite(name: string, results: readonly CheckResult[], strict: boolean): string {
  const counts = {
    tests: results.length,
    failures: results.filter((result) => isFailure(result, strict)).length,
    skipped: results.filter(({ status }) => status === 'skipped').length,
  };
  return element(
    'testsuite',
    { name, ...counts },
    results.map((result) => testCase(result, strict)),
  );
}

function testCase(result: CheckResult, strict: boolean): string {
  const { requirement, level, area, title, status, reason = '', section, durationMs } = result;
  const attributes = { name: `${requirement} ${level}: ${title}`, classname: area, time: durationMs / 1_000 };
  const message = `${reason} (specification: ${section})`;
  if (isFailure(result, strict)) return element('testcase', attributes, [element('failure', { message }, [])]);
  if (status === 'skipped') return element('testcase', attributes, [element('skipped', { message: reason }, [])]);
  const warning = status === 'failed' ? [`<system-out>${escape(`warning: ${message}`)}</system-out>`] : [];
  return element('testcase', attributes, warning);
}

function leftoverCase(left: readonly string[]): string {
  return element('testcase', { name: 'nothing is left behind', classname: 'cleaning up' }, [
    element('failure', { message: left.join('; ') }, []),
  ]);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
): string {
  const shown = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(value))}"`);
  return `<${name}${shown.join('')}${children.length === 0 ? '/>' : `>${children.join('')}</${name}>`}`;
}

/** Also what XML cannot have at all: broker answers are quoted. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
