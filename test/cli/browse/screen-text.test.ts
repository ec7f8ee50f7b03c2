import { describe, expect, test } from 'vitest';
import { readKey } from '../../../src/cli/browse/key.js';
import { clip, clipStart, wrap } from '../../../src/cli/browse/screen-text.js';
import { givenDetail, givenRow, givenState } from './given-browse.js';
import { renderScreen } from '../../../src/cli/browse/render-screen.js';

const HOSTILE = '\u001B[2J\u001B]0;owned\u0007\r\n\b\u009B31m\u202E\u2066\u2028\u200B\u00AD\uD800\u0000';
const STEERS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('text on the screen', () => {
  test.each([
    ['letters', 'abc', 2, 'ab'],
    ['wide characters', '数据库', 5, '数据'],
    ['emoji', '🙂🙂', 3, '🙂'],
    ['marks take no room, and more than two are left out', 'e\u0301\u0301\u0301\u0301x', 2, 'e\u0301\u0301x'],
    ['what steers a terminal is a dot', 'a\u001B[2Jb', 10, 'a·[2Jb'],
  ])('clipped: %s', (_name, text, columns, clipped) => {
    expect(clip(text, columns)).toBe(clipped);
  });

  test('wrapped: every line fits, nothing is lost', () => {
    expect(wrap('abcde', 2)).toEqual(['ab', 'cd', 'e']);
    expect(wrap('', 2)).toEqual(['']);
    expect(wrap('数据库', 3)).toEqual(['数', '据', '库']);
  });

  test('of what is typed, the end is shown', () => {
    expect(clipStart('abcdef', 3)).toBe('def');
    expect(clipStart('ab数据', 3)).toBe('据');
    expect(clipStart(`${'x'.repeat(100_000)}yz`, 3)).toBe('xyz');
  });

  test('no screen lets a hostile record steer the terminal', () => {
    const row = givenRow(HOSTILE, { bindingId: HOSTILE, description: HOSTILE, offering: { id: 'o', name: HOSTILE } });
    const list = { ...givenState([row]), source: HOSTILE, filter: HOSTILE, message: HOSTILE };
    const detail = givenDetail(row, [HOSTILE, `key: ${HOSTILE}`]);
    for (const state of [list, { ...list, filter: '' }, detail]) {
      for (const { text } of renderScreen(state, { columns: 60, rows: 10 })) expect(text).not.toMatch(STEERS);
    }
  });

  test.each([
    [1, 1],
    [3, 2],
    [20, 5],
    [200, 60],
  ])('a screen of %i columns and %i rows is filled, and not exceeded', (columns, rows) => {
    const lines = renderScreen(givenState([givenRow('db')]), { columns, rows });
    expect(lines).toHaveLength(rows);
    expect(lines.filter(({ text }) => text.length > columns)).toEqual([]);
  });
});

describe('keys', () => {
  test.each([
    ['a', { name: 'a' }, false, { name: 'a', text: 'a', pasted: false }],
    ['Q', { name: 'q' }, false, { name: 'Q', text: 'Q', pasted: false }],
    ['/', {}, false, { name: '/', text: '/', pasted: false }],
    ['\r', { name: 'return' }, false, { name: 'enter', text: '', pasted: false }],
    ['\r', { name: 'return' }, true, { name: 'enter', text: '\n', pasted: true }],
    ['\u0003', { name: 'c', ctrl: true }, false, { name: 'ctrl-c', text: '', pasted: false }],
    [undefined, { name: 'escape', meta: true }, false, { name: 'escape', text: '', pasted: false }],
    [undefined, { name: 'up' }, false, { name: 'up', text: '', pasted: false }],
    ['q', { name: 'q', meta: true }, false, { name: 'alt-q', text: '', pasted: false }],
    [undefined, {}, false, { name: 'unknown', text: '', pasted: false }],
  ])('%j, %j, pasted: %s', (character, raw, isPasted, key) => {
    expect(readKey(character, raw, isPasted)).toEqual(key);
  });
});
