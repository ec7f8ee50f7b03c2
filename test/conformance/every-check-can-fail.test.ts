import { describe, expect, test } from 'vitest';
import { AREAS } from '../../src/conformance/all-checks.js';
import { BINDING_POLL_FAULT, FAULTS } from './faults.js';
import { givenReport } from './given-report.js';

const CHECKS = AREAS.flatMap(({ name, checks }) => checks.map((check) => ({ area: name, ...check })));

describe('every check fails on a broker with exactly its fault', () => {
  test.each(CHECKS)('$requirement ($area): $title', async ({ requirement, area, title }) => {
    const fault = area === 'bindings' && requirement === 'BLOP-04' ? BINDING_POLL_FAULT : FAULTS[title];
    if (!fault) throw new Error('There is no broker with this fault yet');
    const { results } = await givenReport(fault.server, { only: [requirement] }, fault.tamper?.());
    const result = results.find((found) => found.area === area && found.title === title);
    expect({ status: result?.status, reason: result?.reason }).toEqual({
      status: 'failed',
      reason: expect.any(String),
    });
    expect(result?.reason).not.toMatch(/the checker itself failed/);
  });

  test('no fault is without its check', () => {
    const titles = new Set(CHECKS.map(({ title }) => title));
    expect(Object.keys(FAULTS).filter((title) => !titles.has(title))).toEqual([]);
  });
});
