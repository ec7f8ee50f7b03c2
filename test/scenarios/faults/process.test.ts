import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { givenCatalog, givenFaultyBroker, givenHeldPushes, givenPath, warnings } from './given-fault.js';
import { expectUnavailable, failures } from './given-fault.js';
import { childrenOf } from '../../helpers/child-processes.js';

const limitFiles = (pid: number | undefined, files: number) =>
  promisify(execFile)('prlimit', ['--pid', String(pid), `--nofile=${files}:`]);

/** Moves the clock of the process by an hour at every SIGUSR2. */
const MOVABLE_CLOCK = `
  const now = Date.now;
  let moved = 0;
  globalThis.Date = class extends Date {
    constructor(...args) { super(...(args.length > 0 ? args : [now() + moved])); }
    static now() { return now() + moved; }
  };
  process.on('SIGUSR2', () => { moved += moved === 0 ? 3_600_000 : -7_200_000; });`;

describe.skipIf(!existsSync('/proc/self/task'))('faults of processes', () => {
  test('SIGTERM during a push: it is answered 202, new orders 503, exit code 0', async () => {
    const broker = await givenFaultyBroker();
    const held = await givenHeldPushes(broker.repository);
    const running = broker.order('running');
    await held.arrived();
    const exit = broker.process.stop();
    await expect.poll(async () => (await fetch(`${broker.process.url}/readyz`)).status).toBe(503);
    expectUnavailable(await broker.order('new'), /shutting down/);
    await held.letGo();
    expect((await running).status).toBe(202);
    expect(await exit).toBe(0);
    expect([await broker.operationsOf('running'), await broker.operationsOf('new')]).toEqual([1, 0]);
  });

  test('SIGTERM while the remote hangs: it ends after SHUTDOWN_TIMEOUT, and says so', async () => {
    const broker = await givenFaultyBroker({ env: { SHUTDOWN_TIMEOUT: '1' } });
    const held = await givenHeldPushes(broker.repository);
    const running = broker.order('running').catch(() => 'cut off');
    await held.arrived();
    expect(await broker.process.stop()).toBe(0);
    expect(await running).toBe('cut off');
    expect(broker.process.output()).toMatch(/"remedy":"Raise SHUTDOWN_TIMEOUT"/);
  });

  test('SIGKILL (out of memory) during a push: after the restart the same order is there once', async () => {
    const repository = await givenCatalog();
    const localPath = await givenPath();
    const first = await givenFaultyBroker({ repository, localPath });
    const held = await givenHeldPushes(repository);
    const cut = first.order('one').catch(() => 'cut off');
    await held.arrived();
    await first.process.kill();
    expect(await cut).toBe('cut off');
    await held.letGo();
    const next = await givenFaultyBroker({ repository, localPath });
    const { status, body } = await next.order('one');
    expect(status).toBe(202);
    expect(await next.operationsOf('one')).toBe(1);
    expect(await repository.read('instances/one/instance.yml')).toContain(String(body['operation']));
    expect(await next.metric('process_start_time_seconds')).toBeGreaterThan(0);
  });

  test('the git that pushes is killed: it is run again, and the order is there once', async () => {
    const broker = await givenFaultyBroker();
    const held = await givenHeldPushes(broker.repository);
    const running = broker.order('one');
    await held.arrived();
    for (const id of await childrenOf(broker.process.child.pid, 'push')) process.kill(id, 'SIGKILL');
    await held.letGo();
    expect((await running).status).toBe(202);
    expect(await broker.operationsOf('one')).toBe(1);
    await broker.expectTold(warnings('git-killed'), /git push was killed/);
  });

  test('the git that reads is killed: the clone is kept, and reads go on', async () => {
    const broker = await givenFaultyBroker();
    const { operation } = (await broker.order('one')).body;
    const readers = await childrenOf(broker.process.child.pid, 'cat-file');
    expect(readers).toHaveLength(1);
    for (const id of readers) process.kill(id, 'SIGKILL');
    await broker.expectTold(warnings('git-killed'), /git cat-file was killed/);
    await broker.repository.push({
      'instances/one/status.yml': `status: succeeded\noperation: ${String(operation)}\n`,
    });
    await expect.poll(async () => (await broker.poll('one')).body['state'], { timeout: 10_000 }).toBe('succeeded');
    expect(await broker.metric(warnings('clone-damaged'))).toBe(0);
  });

  test('no file can be opened any more: 503, the clone is kept, and all goes on when there are some again', async () => {
    const broker = await givenFaultyBroker();
    expect((await broker.order('before')).status).toBe(202);
    await limitFiles(broker.process.child.pid, 10);
    expectUnavailable(await broker.order('one'), /This broker cannot work at the moment/);
    await limitFiles(broker.process.child.pid, 1000);
    await broker.expectTold(failures('local'), /"kind":"local"/);
    expect((await broker.order('one')).status).toBe(202);
    expect(await broker.metric(warnings('clone-damaged'))).toBe(0);
  });

  test('the clock is moved forwards and back during a push: it is answered 202 all the same', async () => {
    const preload = `--import=data:text/javascript,${encodeURIComponent(MOVABLE_CLOCK)}`;
    const broker = await givenFaultyBroker({ env: { NODE_OPTIONS: preload } });
    const held = await givenHeldPushes(broker.repository);
    const running = broker.order('one');
    await held.arrived();
    const waiting = broker.order('waiting');
    await fetch(`${broker.process.url}/healthz`);
    broker.process.child.kill('SIGUSR2');
    await fetch(`${broker.process.url}/healthz`);
    await held.letGo();
    expect([(await running).status, (await waiting).status]).toEqual([202, 202]);
    await broker.expectTold('gitbroker_clock_jumps_total', /"jumpSeconds":36\d\d,.*The clock was moved/);
    broker.process.child.kill('SIGUSR2');
    await expect.poll(() => broker.metric('gitbroker_clock_jumps_total'), { timeout: 10_000 }).toBe(2);
    expect((await broker.order('two')).status).toBe(202);
    expect((await broker.poll('one')).body).toMatchObject({ state: 'in progress' });
  });
});
