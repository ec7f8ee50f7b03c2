import { describe, expect, test } from 'vitest';
import { givenDetail, givenRow, givenState, pasted, press, screenOf, text } from './given-browse.js';

const INSTANCE = givenRow('db');
const BINDING = givenRow('db', { bindingId: 'app' });
const asked = (row: typeof INSTANCE, ...keys: Parameters<typeof press>[1][]) => press(givenState([row]), 'u', ...keys);

describe('update', () => {
  test('of an instance: status, description, confirmation', () => {
    const { state, effects } = asked(INSTANCE, 'down', 'enter', text('no disk'), 'enter');
    expect(effects).toEqual([]);
    expect(screenOf(state)).toEqual([
      'Report about the provision of service instance db',
      'Status: failed',
      'Description: no disk',
      'Report this? (y/n)',
      'y report   n cancel   esc back',
    ]);
    expect(press(state, 'y').effects).toEqual([
      {
        kind: 'report',
        row: INSTANCE,
        report: { status: { status: 'failed', description: 'no disk' } },
        detail: undefined,
      },
    ]);
  });

  test('of a binding: credentials too, as update takes them', () => {
    const { effects } = asked(
      BINDING,
      'enter',
      'enter',
      text('user=a'),
      'enter',
      text('port: 5'),
      'enter',
      'enter',
      'y',
    );
    expect(effects).toEqual([
      {
        kind: 'report',
        row: BINDING,
        report: { status: { status: 'succeeded', description: '' }, credentials: { user: 'a', port: 5 } },
      },
    ]);
  });

  test('of a binding without credentials: those that are there stay', () => {
    expect(asked(BINDING, 'enter', 'enter', 'enter', 'y').effects).toEqual([
      { kind: 'report', row: BINDING, report: { status: { status: 'succeeded', description: '' } } },
    ]);
  });

  test('values of credentials are hidden, also while they are typed, unless asked for', () => {
    const { state } = asked(BINDING, 'enter', 'enter', text('user=geheim'));
    expect(screenOf(state)).toContain('> user=******_');
    expect(screenOf(press(state, 'tab').state)).toContain('> user=geheim_');
    const confirm = press(state, 'tab', 'enter', 'enter').state;
    expect(screenOf(confirm)).toContain('Credential: user=******');
    expect(screenOf(confirm).join('\n')).not.toContain('geheim');
  });

  test('a credential that is none, or is given twice, is refused where it was typed', () => {
    const none = asked(BINDING, 'enter', 'enter', text('nonsense'), 'enter').state;
    expect(screenOf(none)).toContain('credentials: must be a map: key=value, or YAML or JSON with keys and values');
    const twice = asked(BINDING, 'enter', 'enter', text('a=1'), 'enter', text('a=2'), 'enter').state;
    expect(screenOf(twice)).toContain('credentials: "a" is given twice');
  });

  test('a pasted value keeps its lines, and confirms nothing', () => {
    const { state } = asked(
      BINDING,
      'enter',
      pasted('two\nlines'),
      'enter',
      text('key='),
      pasted('BEGIN\nEND\n'),
      'enter',
      'enter',
    );
    expect(press(state, pasted('y\n')).effects).toEqual([]);
    expect(press(state, 'y').effects).toMatchObject([
      { report: { status: { description: 'two lines' }, credentials: { key: 'BEGIN\nEND\n' } } },
    ]);
  });

  test('only y reports; while it is reported, nothing is reported again', () => {
    const { state } = asked(INSTANCE, 'enter', 'enter');
    expect(press(state, 'enter', ' ', 'x').effects).toEqual([]);
    expect(press(state, 'y', 'y', 'y').effects).toHaveLength(1);
  });

  test('n leaves without a report, to where one came from', () => {
    const behind = givenDetail(INSTANCE, ['a']);
    expect(press(behind, 'u', 'enter', 'enter', 'n')).toEqual({
      state: { ...behind, message: 'Nothing was reported' },
      effects: [],
    });
  });

  test('esc goes from question to question back, and out', () => {
    const { state } = asked(BINDING, 'enter', 'enter', text('a=1'), 'enter', 'enter');
    const questions = [1, 2, 3, 4].map((times) => {
      const { screen } = press(state, ...Array.from({ length: times }, () => 'escape')).state;
      return screen.kind === 'update' ? screen.dialog.question : screen.kind;
    });
    expect(questions).toEqual(['credentials', 'description', 'status', 'list']);
  });
});
