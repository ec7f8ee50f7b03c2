import { describe, expect, test } from 'vitest';
import { givenDetail, givenRow, press, screenOf } from './given-browse.js';

const ROW = givenRow('db', { bindingId: 'app', description: 'soon' });

describe('detail', () => {
  test('the record, what its operation came to, and the keys', () => {
    expect(screenOf(givenDetail(ROW, ['credentials:', '  password: (hidden, press c)']))).toEqual([
      'service binding app of service instance db',
      'bind, in progress, soon (lines 1 to 2 of 2)',
      'credentials:',
      '  password: (hidden, press c)',
      'esc back   u update   c show credentials   r refresh   q quit',
    ]);
  });

  test('credentials are read when they are asked for, and again without them', () => {
    expect(press(givenDetail(ROW, []), 'c').effects).toEqual([{ kind: 'open', row: ROW, reveal: true }]);
    expect(press(givenDetail(ROW, [], true), 'c').effects).toEqual([{ kind: 'open', row: ROW, reveal: false }]);
  });

  test('nothing of revealed credentials is kept once one goes back', () => {
    const { state } = press(givenDetail(ROW, ['password: geheim'], true), 'escape');
    expect(JSON.stringify(state)).not.toContain('geheim');
  });

  test('long lines are wrapped, and scrolled through to their end', () => {
    const state = givenDetail(ROW, ['x'.repeat(800), 'the end']);
    expect(screenOf(state)[1]).toContain('(lines 1 to 8 of 11)');
    expect(screenOf(press(state, 'pagedown', 'down').state)).toContain('the end');
    expect(press(state, 'end', 'down', 'up').state.screen).toMatchObject({ top: 2 });
  });

  test('a wider screen after scrolling to the end still shows lines', () => {
    const { state } = press(givenDetail(ROW, ['x'.repeat(2000)]), 'end');
    expect(screenOf(state, { columns: 1000, rows: 12 }).slice(2, -1)).toEqual(['x'.repeat(1000), 'x'.repeat(1000)]);
  });

  test.each([
    ['q', { kind: 'quit' }],
    ['r', { kind: 'refresh', detail: ROW }],
  ])('%s asks for it', (name, effect) => {
    expect(press(givenDetail(ROW, []), name).effects).toEqual([effect]);
  });
});
