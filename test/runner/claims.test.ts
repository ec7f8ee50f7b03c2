import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { WorkReference } from '../../src/runner/observer.js';
import { runPending } from '../../src/runner/run-pending.js';
import type { Store } from '../../src/store/store.js';
import { afterwards, execRule, givenRunners, instanceFile, isRunning, script } from './given-runner.js';

/** Says that it has begun, and goes on until it is asked to end. */
const ENDLESS = script(
  'trap \'echo told > "$TEST_FOLDER/told"; exit 1\' TERM; echo begun; while :; do sleep 0.05; done',
);
const one = { 'instances/one/instance.yml': instanceFile('one') };
const outcomes = (summary: { ended: readonly { operation: { type: string }; outcome: string }[] }) =>
  summary.ended.map(({ operation, outcome }) => [operation.type, outcome]);

/** An observer that acts when a handler prints its first line. */
function whenBegun(act: () => Promise<unknown> | void) {
  const done: Promise<unknown>[] = [];
  const printed = (_work: WorkReference, line: string) => {
    if (line === 'begun' && done.length === 0) done.push(Promise.resolve(act()));
  };
  return { observer: { printed }, finished: () => Promise.all(done) };
}

describe('claims', () => {
  test('two runners at once: every order is done once, never two of one instance together, history is linear', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `i${n}`);
    const runners = await givenRunners([execRule()], {
      'handler.sh': script('mkdir "$TEST_FOLDER/$GITBROKER_INSTANCE_ID" && sleep 0.05'),
      ...Object.fromEntries(names.map((name) => [`instances/${name}/instance.yml`, instanceFile(name)])),
    });
    const summaries = await Promise.all([runners.run(), runners.run()]);
    const succeeded = summaries.flatMap(({ ended }) => ended.filter(({ outcome }) => outcome === 'succeeded'));
    expect(succeeded.map(({ instanceId }) => instanceId).sort()).toEqual([...names].sort());
    expect(await readdir(runners.folder)).toHaveLength(12);
    expect((await runners.repository.list()).filter((path) => path.endsWith('claim.yml'))).toEqual([]);
    expect(await runners.repository.git('rev-list', '--merges', 'main')).toBe('');
  });

  test('a newer order cuts the older one short: its handler is told, its outcome is not reported', async () => {
    const runners = await givenRunners([execRule({ operations: ['provision'] }), execRule({}, ['./remove.sh'])], {
      'handler.sh': ENDLESS,
      'remove.sh': script('cat "$TEST_FOLDER/told"'),
      ...one,
    });
    const operation = { id: 'op-2', type: 'deprovision', supersedes: ['op-one'] };
    const { observer, finished } = whenBegun(() =>
      runners.repository.push({
        'instances/one/instance.yml': instanceFile('one', { deleted: true, operation }),
        'instances/one/status.yml': dump({ status: 'in progress', operation: 'op-2' }),
      }),
    );
    expect(outcomes(await runners.run({ observer }))).toEqual([
      ['provision', 'superseded'],
      ['deprovision', 'succeeded'],
    ]);
    await finished();
    expect(await runners.yaml('instances/one/status.yml')).toEqual({
      status: 'succeeded',
      description: 'done',
      operation: 'op-2',
    });
  });

  test('what a person has reported meanwhile stays as it is', async () => {
    const runners = await givenRunners([execRule()], { 'handler.sh': ENDLESS, ...one });
    const text = 'status: failed\ndescription: by hand\noperation: op-one\n';
    const { observer } = whenBegun(() => runners.repository.push({ 'instances/one/status.yml': text }));
    expect(outcomes(await runners.run({ observer }))).toEqual([['provision', 'superseded']]);
    expect(await runners.repository.read('instances/one/status.yml')).toBe(text);
  });

  test('a runner that is stopped ends its handler and gives the order back', async () => {
    const runners = await givenRunners([execRule()], { 'handler.sh': ENDLESS, ...one });
    const stop = new AbortController();
    const { observer } = whenBegun(() => stop.abort());
    expect(outcomes(await runners.run({ observer, signal: stop.signal }))).toEqual([['provision', 'interrupted']]);
    expect(await readFile(join(runners.folder, 'told'), 'utf8')).toBe('told\n');
    expect(await runners.repository.list()).not.toContain('instances/one/claim.yml');
    await runners.repository.push({ 'handler.sh': script('exit 0') });
    expect(outcomes(await runners.run())).toEqual([['provision', 'succeeded']]);
  });

  test('a runner that cannot keep its claim ends its handler before another one may begin', async () => {
    const runners = await givenRunners([execRule()], { 'handler.sh': ENDLESS, ...one }, { claimSeconds: 1 });
    const { observer } = whenBegun(() => rename(runners.repository.path, `${runners.repository.path}.away`));
    const options = await runners.options({ observer });
    await expect(runPending(options)).rejects.toThrow('git fetch failed');
    expect(await readFile(join(runners.folder, 'told'), 'utf8')).toBe('told\n');
  });

  test('a remote that is away when the work is done gets the outcome when it is back', async () => {
    const runners = await givenRunners([execRule()], {
      'handler.sh': script('echo begun; read -r _ < "$TEST_FOLDER/go"; mkdir "$TEST_FOLDER/ran"'),
      ...one,
    });
    const { path } = runners.repository;
    execFileSync('mkfifo', [join(runners.folder, 'go')]);
    const { observer, finished } = whenBegun(async () => {
      await rename(path, `${path}.away`);
      await writeFile(join(runners.folder, 'go'), 'go\n');
    });
    // It comes back after the first failure.
    const options = await runners.options({ observer, timing: { checkMs: 1000 } });
    const store: Store = {
      ...bound(options.store),
      transact: (transaction) =>
        options.store.transact(transaction).catch(async (cause: unknown) => {
          await rename(`${path}.away`, path);
          throw cause;
        }),
    };
    expect(outcomes(await runPending({ ...options, store }))).toEqual([['provision', 'succeeded']]);
    await finished();
    expect(await runners.repository.read('instances/one/status.yml')).toMatch(/status: succeeded/);
  });

  test('a runner that is killed takes its handler with it; its claim expires', async () => {
    const endless = script('echo $$ > "$TEST_FOLDER/pid"; echo begun; while :; do sleep 0.05; done');
    const runners = await givenRunners([execRule()], { 'handler.sh': endless, ...one });
    await killedWhenBegun(runners.repository.path, runners.folder);
    const pid = Number(await readFile(join(runners.folder, 'pid'), 'utf8'));
    while (await isRunning(pid)) await new Promise(setImmediate);
    await runners.repository.push({ 'handler.sh': script('exit 0') });
    const early = await runners.run();
    expect(outcomes(early)).toEqual([]);
    expect(early.claimed.map(({ instanceId }) => instanceId)).toEqual(['one']);
    const later = await runners.run({ clock: () => new Date(Date.now() + 301_000) });
    expect(outcomes(later)).toEqual([['provision', 'succeeded']]);
  });

  test('runners that are killed again and again: every order ends once, no handler runs beside another of its instance', async () => {
    const names = Array.from({ length: 32 }, (_, n) => `i${n}`);
    const handler =
      'echo $$ >> "$TEST_FOLDER/pids"; exec 9> "$TEST_FOLDER/lock-$GITBROKER_INSTANCE_ID"; ' +
      'flock -n 9 || echo "$GITBROKER_INSTANCE_ID" >> "$TEST_FOLDER/overlaps"; echo begun; sleep 0.2';
    const runners = await givenRunners([execRule()], {
      'handler.sh': script(handler),
      ...Object.fromEntries(names.map((name) => [`instances/${name}/instance.yml`, instanceFile(name)])),
    });
    const { path } = runners.repository;
    for (const beginnings of [1, 3, 5]) {
      await Promise.all(['a', 'b'].map((name) => killedWhenBegun(path, runners.folder, { name, beginnings })));
    }
    const pids = (await readFile(join(runners.folder, 'pids'), 'utf8')).trim().split('\n').map(Number);
    for (const pid of pids) while (await isRunning(pid)) await new Promise(setImmediate);
    await runners.run({ clock: () => new Date(Date.now() + 301_000) });
    const log = await runners.repository.git('log', '--format=%B', 'main');
    const reported = [...log.matchAll(/Succeeded: provision of (\S+)/g)].map(([, name]) => name);
    expect(reported.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(
      names.toSorted((a, b) => a.localeCompare(b)),
    );
    expect(await readdir(runners.folder)).not.toContain('overlaps');
    expect((await runners.repository.list()).filter((file) => file.endsWith('claim.yml'))).toEqual([]);
  }, 180_000);
});

function bound(store: Store): Omit<Store, 'transact'> {
  return {
    snapshot: () => store.snapshot(),
    refresh: () => store.refresh(),
    health: () => store.health(),
    close: () => store.close(),
  };
}

/** A runner as a process of its own, killed in the middle of its work. */
async function killedWhenBegun(remote: string, folder: string, { name = 'dead', beginnings = 1 } = {}): Promise<void> {
  const dist = new URL('../../dist/', import.meta.url);
  const program = `
    import { openGitStore } from '${new URL('store/git-store.js', dist).href}';
    import { composeRunnerMessage } from '${new URL('runner/commit-note.js', dist).href}';
    import { runPending } from '${new URL('runner/run-pending.js', dist).href}';
    const [remote, folder, name] = process.argv.slice(1);
    const author = { name: 'Runner', email: 'runner@example.com' };
    const store = openGitStore({ remote: { url: remote }, branch: 'main', localPath: folder + '/' + name, author,
      composeMessage: composeRunnerMessage, timeoutMs: 30000, clock: () => new Date() });
    const observer = { printed: (_work, line) => process.stdout.write(line + '\\n') };
    const signal = new AbortController().signal;
    await runPending({ store, folder: folder + '/' + name, signal, observer, env: { ...process.env, TEST_FOLDER: folder } });
    process.exit();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, remote, folder, name], {
    cwd: fileURLToPath(dist),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  afterwards(() => Promise.resolve(child.kill('SIGKILL')));
  const exited = once(child, 'exit');
  let lines = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      lines += data.toString();
      if (lines.split('begun').length > beginnings) resolve();
    });
  });
  await Promise.race([begun, exited]);
  child.kill('SIGKILL');
  await exited;
}
