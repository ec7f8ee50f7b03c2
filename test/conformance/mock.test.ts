import { describe, expect, test } from 'vitest';
import { givenReport, troubles } from './given-report.js';

describe('the mock broker', () => {
  test('keeps to every requirement, asynchronously', async () => {
    const report = await givenReport({ mode: 'async' });
    expect(troubles(report)).toEqual([]);
  });

  test('keeps to every requirement, synchronously', async () => {
    const report = await givenReport({ mode: 'sync' });
    expect(troubles(report)).toEqual([]);
  });
});
