import { describe, expect, test } from 'vitest';
import { dump } from 'js-yaml';
import { watchPending } from '../../src/runner/watch-pending.js';
import { OFFERING, SUCCEEDED, bindingFile, execRule, givenRunners, instanceFile, script } from './given-runner.js';

const done = { 'handler.sh': script('exit 0') };

describe('run --once', () => {
  test('records that cannot be read are told, and the others go on', async () => {
    const runners = await givenRunners([execRule()], {
      ...done,
      'instances/broken/instance.yml': 'a: [',
      'instances/odd/instance.yml': instanceFile('odd'),
      'instances/odd/status.yml': 'status: finished\n',
      'instances/one/instance.yml': instanceFile('one'),
    });
    const summary = await runners.run();
    expect(summary.ended.map(({ instanceId, outcome }) => [instanceId, outcome])).toEqual([['one', 'succeeded']]);
    expect(summary.problems).toEqual([
      expect.stringMatching(/^instances\/broken\/instance.yml, line \d: /),
      expect.stringMatching(/^instances\/odd\/status.yml: status: /),
    ]);
  });

  test('nothing that has come to an end is touched, nor what nobody is to do', async () => {
    const runners = await givenRunners([execRule({ plans: ['large'] }), execRule({ operations: ['bind'] })], {
      ...done,
      'instances/done/instance.yml': instanceFile('done'),
      'instances/done/status.yml': SUCCEEDED,
      'instances/expired/instance.yml': instanceFile('expired', {
        operation: { id: 'x', type: 'provision', expiredAt: '2026-11-20T10:00:00.000Z' },
      }),
      'instances/one/instance.yml': instanceFile('one'),
    });
    const head = await runners.repository.git('rev-parse', 'main');
    expect(await runners.run()).toEqual({
      ended: [],
      claimed: [],
      problems: [],
      unhandled: [
        {
          instanceId: 'one',
          bindingId: undefined,
          offering: 'database',
          plan: 'small',
          operation: { id: 'op-one', type: 'provision' },
        },
      ],
    });
    expect(await runners.repository.git('rev-parse', 'main')).toBe(head);
  });

  test('bindings come after their instance, and go before it', async () => {
    const runners = await givenRunners([execRule({ offering: '*' })], {
      ...done,
      'instances/new/instance.yml': instanceFile('new'),
      'instances/new/bindings/b/binding.yml': bindingFile('new', 'b', { operation: { id: 'o', type: 'bind' } }),
      'instances/old/instance.yml': instanceFile('old', {
        deleted: true,
        operation: { id: 'd', type: 'deprovision', requestedAt: '2026-01-01T00:00:00.000Z' },
      }),
      'instances/old/bindings/b/binding.yml': bindingFile('old', 'b', {
        deleted: true,
        operation: { id: 'u', type: 'unbind', requestedAt: '2026-01-01T00:00:00.000Z' },
      }),
    });
    const types = (await runners.run()).ended.map(({ operation }) => operation.type);
    expect(types.indexOf('provision')).toBeLessThan(types.indexOf('bind'));
    expect(types.indexOf('unbind')).toBeLessThan(types.indexOf('deprovision'));
    expect(types).toHaveLength(4);
  });

  test('orders of UniPipe, which know no operation, are done and reported as UniPipe does', async () => {
    const runners = await givenRunners([execRule()], {
      ...done,
      'instances/one/instance.yml': instanceFile('one', { operation: undefined }),
    });
    expect((await runners.run()).ended.map(({ outcome }) => outcome)).toEqual(['succeeded']);
    expect(await runners.yaml('instances/one/status.yml')).toEqual({ status: 'succeeded', description: 'done' });
  });

  test.each([
    ['missing', null, /^runner.yml: there is none/],
    ['no YAML', 'a: [', /^runner.yml, line 1: /],
    ['a rule with two handlers', dump({ rules: [{ ...execRule(), manual: {} }] }), /exactly one of exec, terraform/],
    ['a misspelt key', dump({ rules: [{ ...execRule(), plan: 'x' }] }), /Unrecognized key: "plan"/],
    ['a shell line', dump({ rules: [{ offering: OFFERING, exec: { command: 'rm -rf $X' } }] }), /rules.0.exec.command/],
  ])('runner.yml %s: nothing is run', async (_name, text, message) => {
    const runners = await givenRunners([], { ...done, 'instances/one/instance.yml': instanceFile('one') });
    await runners.repository.push({ 'runner.yml': text });
    await expect(runners.run()).rejects.toThrow(message);
  });
});

describe('run --watch', () => {
  test('takes up what comes, goes on after a broken runner.yml, and ends when it is told to', async () => {
    const runners = await givenRunners([execRule()], done);
    const stop = new AbortController();
    const problems: string[] = [];
    const ended: string[] = [];
    let tell = () => undefined as void;
    const arrived = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const observer = {
      problem: (message: string) => {
        problems.push(message);
        tell();
      },
      ended: ({ instanceId, outcome }: { instanceId: string; outcome: string }) => {
        ended.push(`${instanceId} ${outcome}`);
        if (instanceId === 'two') stop.abort();
      },
    };
    const watching = watchPending(await runners.options({ observer, signal: stop.signal }));
    await runners.repository.push({ 'instances/one/instance.yml': instanceFile('one') });
    await runners.repository.push({ 'runner.yml': 'rules: 1' });
    await arrived;
    await runners.repository.push({
      'runner.yml': dump({ rules: [execRule()] }),
      'instances/two/instance.yml': instanceFile('two'),
    });
    await watching;
    expect(ended.sort()).toEqual(['one succeeded', 'two succeeded']);
    expect(problems).toEqual([expect.stringMatching(/^runner.yml: rules: /)]);
  });
});
