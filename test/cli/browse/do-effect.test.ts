import { describe, expect, test } from 'vitest';
import { doEffect } from '../../../src/cli/browse/do-effect.js';
import { listRecords } from '../../../src/cli/browse/list-entries.js';
import type { RecordSource } from '../../../src/cli/browse/record-source.js';
import type { RecordRow } from '../../../src/cli/records/record-row.js';
import { answerNo } from '../../../src/cli/refusal.js';
import { givenDetail, givenRow, givenState, press } from './given-browse.js';

const DB = givenRow('db');
const DONE = givenRow('db', { state: 'succeeded' });
const REPORT = { status: { status: 'succeeded' as const, description: '' } };

function givenSource(rows: readonly RecordRow[], more: Partial<RecordSource> = {}): RecordSource {
  return {
    list: () => Promise.resolve(listRecords(rows)),
    lines: (row, reveal) => Promise.resolve([`${row.state}${reveal ? ', revealed' : ''}`]),
    report: () => Promise.resolve('Reported'),
    ...more,
  };
}

describe('what keys ask of the repository', () => {
  test('a report that is refused leaves the answers where they are, to try again', async () => {
    const asked = press(givenState([DB]), 'u', 'enter', 'enter').state;
    const waiting = press(asked, 'y').state;
    const source = givenSource([DB], { report: () => Promise.reject(answerNo('others were faster')) });
    const outcome = await doEffect({ kind: 'report', row: DB, report: REPORT, detail: undefined }, source);
    expect(outcome(waiting)).toEqual({ ...asked, busy: undefined, message: 'others were faster' });
    expect(press(outcome(waiting), 'y').effects).toHaveLength(1);
  });

  test('a report made in the detail view leads back to it, with the newest state', async () => {
    const outcome = await doEffect({ kind: 'report', row: DB, report: REPORT, detail: DB }, givenSource([DONE]));
    expect(outcome(givenDetail(DB, ['in progress'], true))).toMatchObject({
      message: 'Reported',
      screen: { kind: 'detail', row: DONE, lines: ['succeeded'], revealed: false },
    });
  });

  test('a refreshed list keeps the selected record, wherever it is now', async () => {
    const before = press(givenState([DB, givenRow('old')]), 'down').state;
    const outcome = await doEffect(
      { kind: 'refresh', detail: undefined },
      givenSource([givenRow('a'), givenRow('b'), givenRow('old')]),
    );
    expect(outcome(before)).toMatchObject({ selected: 2, message: 'Refreshed' });
    expect(outcome(givenState([DB, givenRow('x')]))).toMatchObject({ selected: 0 });
  });

  test('a record that is gone has no detail view any more', async () => {
    const outcome = await doEffect({ kind: 'refresh', detail: DB }, givenSource([]));
    expect(outcome(givenDetail(DB, []))).toMatchObject({ screen: { kind: 'list' }, selected: 0 });
  });
});
