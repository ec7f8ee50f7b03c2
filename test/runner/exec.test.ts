import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SUCCEEDED, bindingFile, execRule, givenRunners, instanceFile, isRunning, script } from './given-runner.js';

const outcomes = (summary: { ended: readonly { outcome: string; description?: string | undefined }[] }) =>
  summary.ended.map(({ outcome, description }) => ({ outcome, description }));

describe('exec handlers', () => {
  test('an order is done once: status, response and no claim are left', async () => {
    const runners = await givenRunners([execRule()], {
      'handler.sh': script(
        'echo "progress: half way"; echo "dashboard_url: https://example.com" > "$GITBROKER_RESULT_FILE"',
      ),
      'instances/one/instance.yml': instanceFile('one'),
    });
    expect(outcomes(await runners.run())).toEqual([{ outcome: 'succeeded', description: undefined }]);
    expect(await runners.yaml('instances/one/status.yml')).toEqual({
      status: 'succeeded',
      description: 'done',
      operation: 'op-one',
    });
    expect(await runners.yaml('instances/one/response.yml')).toEqual({ dashboard_url: 'https://example.com' });
    expect(await runners.repository.list()).not.toContain('instances/one/claim.yml');
    expect((await runners.run()).ended).toEqual([]);
  });

  test('a bind hands out credentials, an unbind takes them back', async () => {
    const runners = await givenRunners([execRule()], {
      'handler.sh': script(
        'if [ "$GITBROKER_OPERATION_TYPE" = bind ]; then echo "credentials: {user: ada, password: secret-word}" > "$GITBROKER_RESULT_FILE"; echo "it is secret-word"; fi',
      ),
      'instances/one/instance.yml': instanceFile('one'),
      'instances/one/status.yml': SUCCEEDED,
      'instances/one/bindings/b/binding.yml': bindingFile('one', 'b'),
    });
    const bound = await runners.run();
    expect(outcomes(bound)).toEqual([{ outcome: 'succeeded', description: undefined }]);
    expect(await runners.yaml('instances/one/bindings/b/credentials.yml')).toEqual({
      user: 'ada',
      password: 'secret-word',
    });
    expect(await readFile(bound.ended[0]?.logPath ?? '', 'utf8')).toBe('it is ***\n');
    await runners.repository.push({
      'instances/one/bindings/b/binding.yml': bindingFile('one', 'b', {
        deleted: true,
        operation: { id: 'op-2', type: 'unbind' },
      }),
    });
    expect(outcomes(await runners.run())).toEqual([{ outcome: 'succeeded', description: undefined }]);
    expect(await runners.repository.list()).not.toContain('instances/one/bindings/b/credentials.yml');
  });

  test('parameters travel as data: nothing of them is evaluated', async () => {
    const hostile = {
      shell: '$(touch $TEST_FOLDER/hacked); `touch $TEST_FOLDER/hacked` && "\'; touch $TEST_FOLDER/hacked #',
      yaml: '!!js/function "x"\n- &a *a',
      template: '${jndi} {{7*7}} %{if true}x%{endif}',
      nul: 'a\u0000b',
      'a=b $(touch x)': 1,
    };
    const runners = await givenRunners([execRule()], {
      'handler.sh': script('cat > "$TEST_FOLDER/order.json"; cmp -s "$GITBROKER_ORDER_FILE" "$TEST_FOLDER/order.json"'),
      'instances/one/instance.yml': instanceFile('one', { parameters: hostile }),
    });
    expect(outcomes(await runners.run())).toEqual([{ outcome: 'succeeded', description: undefined }]);
    const order = JSON.parse(await readFile(join(runners.folder, 'order.json'), 'utf8')) as { parameters: unknown };
    expect(order.parameters).toEqual(hostile);
    await expect(access(join(runners.folder, 'hacked'))).rejects.toThrow('ENOENT');
  });

  test('an id that is shell, path and template syntax is an id', async () => {
    const id = '$(touch x)/../`y`${z}';
    const runners = await givenRunners([execRule()], {
      'handler.sh': script('printf %s "$GITBROKER_INSTANCE_ID" > "$TEST_FOLDER/id"'),
      [`instances/${encodeURIComponent(id).replaceAll('(', '%28').replaceAll(')', '%29')}/instance.yml`]:
        instanceFile(id),
    });
    expect(outcomes(await runners.run())).toEqual([{ outcome: 'succeeded', description: undefined }]);
    expect(await readFile(join(runners.folder, 'id'), 'utf8')).toBe(id);
  });

  test.each([
    ['fails', 'exit 3', 'failed', 'the work failed with exit code 3'],
    ['says why it fails', 'echo "description: no room" > "$GITBROKER_RESULT_FILE"; exit 1', 'failed', 'no room'],
    ['is killed', 'kill -9 $$', 'failed', 'the work was ended by SIGKILL'],
    [
      'writes rubbish into the result file',
      'printf "a: [" > "$GITBROKER_RESULT_FILE"',
      'failed',
      expect.stringMatching(/^the handler's result is not valid: /),
    ],
    [
      'makes a pipe of the result file',
      'mkfifo "$GITBROKER_RESULT_FILE"',
      'failed',
      expect.stringMatching(/is no file of at most/),
    ],
    [
      'misspells a result',
      'echo "credential: {}" > "$GITBROKER_RESULT_FILE"',
      'failed',
      expect.stringMatching(/Unrecognized key/),
    ],
    ['asks for another time', 'exit 75', 'waiting', 'it is tried again later'],
  ])('a handler that %s', async (_name, lines, outcome, description) => {
    const runners = await givenRunners([execRule()], {
      'handler.sh': script(lines),
      'instances/one/instance.yml': instanceFile('one'),
    });
    expect(outcomes(await runners.run())).toEqual([{ outcome, description }]);
    expect(await runners.yaml('instances/one/status.yml')).toEqual({
      status: outcome === 'failed' ? 'failed' : 'in progress',
      description,
      operation: 'op-one',
    });
    expect(await runners.repository.list()).not.toContain('instances/one/claim.yml');
  });

  test.each([
    ['is missing', {}, ['./nothing.sh'], './nothing.sh: there is no such program'],
    ['is no program', { 'plain.txt': 'text' }, ['./plain.txt'], './plain.txt: it may not be executed'],
  ])(
    'a handler that %s blocks: the order stays, an operator has to act',
    async (_name, files, command, description) => {
      const runners = await givenRunners([execRule({}, command)], {
        ...files,
        'instances/one/instance.yml': instanceFile('one'),
      });
      expect(outcomes(await runners.run())).toEqual([{ outcome: 'blocked', description }]);
      expect(await runners.yaml('instances/one/status.yml')).toEqual({
        status: 'in progress',
        description: 'an operator has to act',
        operation: 'op-one',
      });
    },
  );

  test('a handler that hangs, ignores SIGTERM and has children is ended with all of them', async () => {
    const runners = await givenRunners([execRule({ timeoutSeconds: 0.5 })], {
      'handler.sh': script(
        'trap "" TERM; sh -c \'trap "" TERM; echo $$ > "$TEST_FOLDER/child"; while :; do sleep 1; done\' & while :; do sleep 1; done',
      ),
      'instances/one/instance.yml': instanceFile('one'),
    });
    expect(outcomes(await runners.run())).toEqual([
      { outcome: 'failed', description: 'the work took too long and was ended' },
    ]);
    const child = Number(await readFile(join(runners.folder, 'child'), 'utf8'));
    expect(await isRunning(child)).toBe(false);
  });

  test('a handler that prints without end fills neither memory nor disk', async () => {
    const runners = await givenRunners([execRule()], {
      'handler.sh': script('head -c 60000000 /dev/zero; yes | head -n 5000000'),
      'instances/one/instance.yml': instanceFile('one'),
    });
    const summary = await runners.run();
    expect(outcomes(summary)).toEqual([{ outcome: 'succeeded', description: undefined }]);
    expect((await readFile(summary.ended[0]?.logPath ?? '')).length).toBeLessThan(5 * 1024 * 1024);
  });

  test('handlers see what runner.yml names of the environment, and secrets are masked', async () => {
    const runners = await givenRunners([execRule({ environment: { pass: ['REGION'], secrets: ['CLOUD_*'] } })], {
      'handler.sh': script('echo "$REGION $CLOUD_KEY $OTHER"; echo "progress: with $CLOUD_KEY"'),
      'instances/one/instance.yml': instanceFile('one'),
    });
    const env = { PATH: process.env['PATH'], REGION: 'north', CLOUD_KEY: 'very-secret', OTHER: 'hidden' };
    const summary = await runners.run({ env });
    expect(await readFile(summary.ended[0]?.logPath ?? '', 'utf8')).toBe('north *** \nprogress: with ***\n');
  });
});
