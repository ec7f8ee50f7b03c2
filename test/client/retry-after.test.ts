import { describe, expect, test } from 'vitest';
import { retryAfterSeconds } from '../../src/client/retry-after.js';

describe('Retry-After', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  test.each([
    ['30', 30],
    ['0', 0],
    ['Tue, 01 Jan 2030 00:01:30 GMT', 90],
    ['Mon, 31 Dec 2029 23:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s is %s', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});
