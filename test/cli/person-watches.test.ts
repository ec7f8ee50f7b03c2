/** What only happens at a terminal: this process plays one. */
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createProgressLine } from '../../src/cli/broker/progress-line.js';
import { createProgram } from '../../src/cli/program.js';
import { Refusal } from '../../src/cli/refusal.js';
import { startMockServer } from '../../src/mock/mock-server.js';

function givenTerminal() {
  const terminal = (isTTY: boolean) => Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  const [stdin, stdout, stderr] = [terminal(true), terminal(false), terminal(true)];
  return { stdin, stdout, stderr, shown: () => String(stderr.read() ?? '') };
}

async function givenCheck() {
  const mock = await startMockServer({ mode: 'sync' });
  onTestFinished(() => mock.close());
  const terminal = givenTerminal();
  const codes: number[] = [];
  const program = await createProgram({
    ...terminal,
    env: {},
    cwd: '/',
    color: false,
    stopSignal: () => new AbortController().signal,
    exitWith: (code) => codes.push(code),
  });
  const check = () =>
    program.parseAsync(['check', mock.url, '--only', 'CAT-01', '--only', 'PROV-15'], { from: 'user' });
  return { terminal, codes, check };
}

describe('gitbroker check asks', () => {
  test.each(['y\n', 'YES\n'])('%j: the checks run, each on a line', async (answer) => {
    const { terminal, codes, check } = await givenCheck();
    terminal.stdin.write(answer);
    await check();
    expect(codes).toEqual([0]);
    expect(terminal.shown()).toMatch(/will be ordered[^]*Go on\? \[y\/N\] [^]*\npassed {2}CAT-01 /);
  });

  test.each([
    ['no', 'n\n'],
    ['nothing', '\n'],
    ['something else', 'yesterday\n'],
  ])('%s: exit code 1, nothing is ordered', async (_name, answer) => {
    const { terminal, check } = await givenCheck();
    terminal.stdin.write(answer);
    await expect(check()).rejects.toEqual(new Refusal(1, 'nothing was ordered'));
  });

  test('whoever is asked goes away: exit code 1, nothing is ordered', async () => {
    const { terminal, check } = await givenCheck();
    terminal.stdin.end();
    await expect(check()).rejects.toEqual(new Refusal(1, 'nothing was ordered'));
  });
});

describe('the progress line', () => {
  test('is written over and over, cannot steer the terminal, and goes away in the end', () => {
    const { stderr, shown } = givenTerminal();
    const line = createProgressLine({ stderr }, 'creating a');
    line.show({ elapsedMs: 1_500, answer: { state: 'in progress', description: 'half\u001B[2J\nway' } });
    line.show({ elapsedMs: 61_000, problem: new Error('no route') });
    line.clear();
    expect(shown()).toBe(
      '\r\u001B[2Kcreating a · 1s · in progress · half [2J way' +
        '\r\u001B[2Kcreating a · 1m · no answer · no route' +
        '\r\u001B[2K',
    );
  });

  test('is not written where nobody watches', () => {
    const { stdout: stderr } = givenTerminal();
    const line = createProgressLine({ stderr }, 'creating a');
    line.show({ elapsedMs: 1_500, answer: { state: 'in progress' } });
    line.clear();
    expect(stderr.read()).toBeNull();
  });
});
