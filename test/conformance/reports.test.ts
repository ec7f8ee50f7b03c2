import { describe, expect, test } from 'vitest';
import { jsonReport } from '../../src/conformance/json-report.js';
import { junitReport } from '../../src/conformance/junit-report.js';
import type { CheckResult, Report } from '../../src/conformance/run-checks.js';
import { resultLine, textReport } from '../../src/conformance/text-report.js';
import { conforms } from '../../src/conformance/verdict.js';

const result = (status: CheckResult['status'], requirement: string, more: Partial<CheckResult> = {}): CheckResult => ({
  area: 'catalog',
  requirement,
  level: 'MUST',
  section: 'Catalog Management',
  title: 'the catalog is <good>',
  status,
  durationMs: 12,
  ...more,
});
const REPORT: Report = {
  url: 'http://broker.example.com',
  apiVersion: '2.17',
  results: [
    result('passed', 'CAT-01'),
    result('failed', 'CAT-02', { reason: 'services: "none"\u0000' }),
    result('failed', 'CAT-06', { level: 'SHOULD', reason: 'no GUID' }),
    result('skipped', 'LOP-01', { area: 'instances', reason: 'no instance' }),
    result('skipped', 'LOP-02', { area: 'instances', reason: 'no instance' }),
  ],
  leftovers: [{ ids: { instanceId: 'i' }, problem: 'The broker answered 500' }],
  interrupted: false,
};

describe('the report', () => {
  test('as text: MUST apart from SHOULD, skipped ones by reason', () => {
    expect(textReport(REPORT)).toBe(`Open Service Broker API 2.17: http://broker.example.com

MUST, but does not:
  CAT-02 the catalog is <good>
    services: "none"\u0000
    specification: Catalog Management

SHOULD, but does not:
  CAT-06 the catalog is <good>
    no GUID
    specification: Catalog Management

Could not be checked:
  no instance: LOP-01, LOP-02

Left behind, remove by hand:
  i: The broker answered 500

1 passed, 1 failed, 1 warning, 2 skipped
`);
  });

  test('as JSON: everything, the verdict and the counts', () => {
    expect(JSON.parse(jsonReport(REPORT))).toEqual({
      conforms: false,
      counts: { passed: 1, failed: 1, warnings: 1, skipped: 2 },
      ...REPORT,
    });
  });

  test('as JUnit: a suite per area, a SHOULD as a failure only when strict', () => {
    const lines = junitReport(REPORT).replaceAll('><', '>\n<').split('\n');
    expect(lines).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="conformance of http://broker.example.com">',
      '<testsuite name="catalog" tests="3" failures="1" skipped="0">',
      '<testcase name="CAT-01 MUST: the catalog is &lt;good&gt;" classname="catalog" time="0.012"/>',
      '<testcase name="CAT-02 MUST: the catalog is &lt;good&gt;" classname="catalog" time="0.012">',
      '<failure message="services: &quot;none&quot;\uFFFD (specification: Catalog Management)"/>',
      '</testcase>',
      '<testcase name="CAT-06 SHOULD: the catalog is &lt;good&gt;" classname="catalog" time="0.012">',
      '<system-out>warning: no GUID (specification: Catalog Management)</system-out>',
      '</testcase>',
      '</testsuite>',
      '<testsuite name="instances" tests="2" failures="0" skipped="2">',
      '<testcase name="LOP-01 MUST: the catalog is &lt;good&gt;" classname="instances" time="0.012">',
      '<skipped message="no instance"/>',
      '</testcase>',
      '<testcase name="LOP-02 MUST: the catalog is &lt;good&gt;" classname="instances" time="0.012">',
      '<skipped message="no instance"/>',
      '</testcase>',
      '</testsuite>',
      '<testsuite name="cleaning up" tests="1" failures="1">',
      '<testcase name="nothing is left behind" classname="cleaning up">',
      '<failure message="{&quot;instanceId&quot;:&quot;i&quot;}: The broker answered 500"/>',
      '</testcase>',
      '</testsuite>',
      '</testsuites>',
      '',
    ]);
    expect(junitReport(REPORT, true)).toContain('<failure message="no GUID');
  });
});

test.each([
  [result('passed', 'CAT-01'), 'passed  CAT-01   the catalog is <good>'],
  [result('failed', 'CTYPE-04'), 'failed  CTYPE-04 the catalog is <good>'],
  [result('failed', 'CAT-06', { level: 'SHOULD' }), 'warning CAT-06   the catalog is <good>'],
])('a line for each result while the run goes on', (given, line) => {
  expect(resultLine(given)).toBe(line);
});

describe('the verdict', () => {
  const clean = { ...REPORT, leftovers: [] };
  const only = (...results: CheckResult[]): Report => ({ ...clean, results });

  test.each([
    ['all passed or skipped', only(result('passed', 'A'), result('skipped', 'B')), true, true],
    ['a MUST failed', only(result('failed', 'A')), false, false],
    ['a SHOULD failed', only(result('failed', 'A', { level: 'SHOULD' })), true, false],
    ['something was left behind', { ...REPORT, results: [] }, false, false],
    ['it was interrupted', { ...only(), interrupted: true }, false, false],
  ])('%s', (_name, report, lenient, strict) => {
    expect([conforms(report), conforms(report, true)]).toEqual([lenient, strict]);
  });
});
