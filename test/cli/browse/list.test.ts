import { describe, expect, test } from 'vitest';
import { renderScreen } from '../../../src/cli/browse/render-screen.js';
import { givenRow, givenState, pasted, press, screenOf, SIZE, text } from './given-browse.js';

const DB = givenRow('db', { ageSeconds: 7200 });
const APP = givenRow('db', { bindingId: 'app', state: 'succeeded', deleted: true });
const CACHE = givenRow('cache', { offering: { id: 'o-2', name: 'Cache' }, description: 'waits\n\u001B[31mred' });
const ALL = givenState([CACHE, DB, APP]);

const shown = (state: typeof ALL) => screenOf(state).slice(2, -1);

describe('list', () => {
  test('every record is one line; what is in it cannot steer the terminal', () => {
    expect(screenOf(ALL)).toEqual([
      'services: 3 records',
      '  RECORD  OPERATION  STATUS              AGE  SERVICE   PLAN   DESCRIPTION',
      '> cache   provision  in progress              Cache     small  waits [31mred',
      '  db      provision  in progress         2h   database  small',
      '  └ app   bind       succeeded, deleted       database  small',
      'enter show   u update   / filter   r refresh   q quit',
    ]);
  });

  test('no records', () => {
    expect(shown(givenState([]))).toEqual(['There are no records']);
    expect(press(givenState([]), 'enter', 'u', 'down').effects).toEqual([]);
  });

  test('filters while one types: every word must be there, in whatever case', () => {
    const { state } = press(ALL, '/', text('DATA del'));
    expect(screenOf(state)[0]).toBe('services: 1 of 3 records, with: DATA del_');
    expect(shown(state)).toEqual(['> └ app   bind       succeeded, deleted       database  small']);
    expect(shown(press(state, 'x').state)).toEqual(['No record has all these words']);
    expect(press(state, 'backspace', 'ctrl-u').state.filter).toBe('');
  });

  test('in the filter, letters are no commands; enter keeps it, esc clears it', () => {
    const typing = press(ALL, '/', 'q', 'u', 'r');
    expect(typing).toMatchObject({ effects: [], state: { filter: 'qur' } });
    expect(press(typing.state, 'enter').state).toMatchObject({ filter: 'qur', screen: { typing: false } });
    expect(press(typing.state, 'escape').state).toMatchObject({ filter: '', screen: { typing: false } });
    expect(press(typing.state, 'enter', 'escape').state.filter).toBe('');
  });

  test.each([
    [['down'], 1],
    [['down', 'down', 'down', 'down'], 2],
    [['up'], 0],
    [['end'], 2],
    [['end', 'home'], 0],
    [['pagedown'], 2],
    [['pagedown', 'pageup'], 0],
  ])('%j selects record %i', (keys, selected) => {
    expect(press(ALL, ...keys).state.selected).toBe(selected);
  });

  test('the selected record is always on the screen', () => {
    const many = givenState(Array.from({ length: 100 }, (_, n) => givenRow(`i-${n}`)));
    for (const keys of [[], ['end'], ['pagedown', 'pagedown'], ['end', 'pageup']]) {
      const lines = shown(press(many, ...keys).state);
      expect(lines).toHaveLength(SIZE.rows - 4);
      expect(lines.filter((line) => line.startsWith('> '))).toHaveLength(1);
    }
  });

  test.each([
    ['enter', { kind: 'open', row: DB, reveal: false }],
    ['r', { kind: 'refresh', detail: undefined }],
    ['q', { kind: 'quit' }],
    ['ctrl-c', { kind: 'quit' }],
  ])('%s asks for it', (name, effect) => {
    expect(press(ALL, 'down', name).effects).toEqual([effect]);
  });

  test('while the repository is read, keys do nothing but ctrl-c', () => {
    const { state } = press(ALL, 'r');
    expect(press(state, 'q', 'enter', 'u', 'down')).toEqual({ state, effects: [] });
    expect(press(state, 'ctrl-c').effects).toEqual([{ kind: 'quit' }]);
  });

  test('what is pasted is no command', () => {
    expect(press(ALL, pasted('q\nr\nu'))).toEqual({ state: ALL, effects: [] });
  });

  test('a long message is read in full, over the end of the list', () => {
    const lines = renderScreen({ ...ALL, message: `${'x'.repeat(79)}\n${'y'.repeat(10)}` }, SIZE);
    expect(lines).toHaveLength(SIZE.rows);
    expect(lines.slice(-3).map(({ text }) => text)).toEqual([
      `${'x'.repeat(79)} `,
      'y'.repeat(10),
      expect.stringContaining('q quit'),
    ]);
  });

  test('a record that cannot be read cannot be updated', () => {
    const { operation: _operation, ...unreadable } = givenRow('bad', { state: 'unreadable' });
    expect(press(givenState([unreadable]), 'u').state).toMatchObject({
      screen: { kind: 'list' },
      message: 'The record cannot be read: there is nothing to report',
    });
  });
});
