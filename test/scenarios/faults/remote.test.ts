import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failures, givenFaultyBroker, givenHook, givenHttpFaultyBroker, givenPath, warnings } from './given-fault.js';
import { expectUnavailable } from './given-fault.js';

describe('faults of the git host', () => {
  test.each(['hang-answer', 'drop-answer'] as const)(
    'it takes a push and then does %s: the order is answered 202, and is there once',
    async (fault) => {
      const { broker, server } = await givenHttpFaultyBroker({ GIT_TIMEOUT: '4' });
      await server.fail(fault);
      expect((await broker.order('one')).status).toBe(202);
      expect(await broker.operationsOf('one')).toBe(1);
      await broker.expectTold(warnings('push-unanswered'), /outcome of a push is unknown|its answer got lost/);
    },
  );

  test('it hangs in the middle of pushes: 503 that claims nothing, polls go on, the repeated order is 202', async () => {
    const { broker, server } = await givenHttpFaultyBroker({ GIT_TIMEOUT: '3' });
    const { operation } = (await broker.order('before')).body;
    await server.fail('swallow-push');
    expectUnavailable(await broker.order('one'), /may have been made or not/);
    expect((await broker.poll('before')).body).toMatchObject({ state: 'in progress' });
    expect(operation).toEqual(expect.any(String));
    await broker.expectTold(failures('unconfirmed'), /"kind":"unconfirmed"/);
    await server.recover();
    expect((await broker.order('one')).status).toBe(202);
    expect(await broker.operationsOf('one')).toBe(1);
  });

  test('it is away: 503, nothing has happened; the log says so once', async () => {
    const { broker, server } = await givenHttpFaultyBroker();
    await server.fail('refuse');
    expectUnavailable(await broker.order('one'), /Nothing has been changed/);
    expectUnavailable(await broker.order('one'), /Nothing has been changed/);
    await broker.expectTold(failures('unreachable'), /"kind":"unreachable"/);
    expect(broker.process.output().split('"kind":"unreachable"')).toHaveLength(2);
    await server.recover();
    expect((await broker.order('one')).status).toBe(202);
  });

  test('others win every race until the deadline: 503, nothing of it is there', async () => {
    const broker = await givenFaultyBroker({ env: { GIT_TIMEOUT: '2' } });
    const other = 'git -c user.name=a -c user.email=a commit-tree "$2^{tree}" -p "$2" -m other';
    const remove = await givenHook(broker.repository, 'update', `git update-ref "$1" $(${other})`);
    expectUnavailable(await broker.order('one'), /Too many others/);
    expect(await broker.operationsOf('one')).toBe(0);
    expect(await broker.metric('gitbroker_replays_total')).toBeGreaterThan(0);
    await broker.expectTold(failures('contended'), /"kind":"contended"/);
    await remove();
    expect((await broker.order('one')).status).toBe(202);
  });

  test('a hook declines one order: 503 for it alone, those beside it are 202', async () => {
    const broker = await givenFaultyBroker();
    const name = 'git ls-tree --name-only -r "$3" | grep -q instances/bad/ && { echo "no $1" >&2; exit 1; }; exit 0';
    await givenHook(broker.repository, 'update', name);
    const [bad, ...good] = await Promise.all(['bad', 'one', 'two', 'three'].map((id) => broker.order(id)));
    if (bad) expectUnavailable(bad, /refuses this change/);
    expect(good.map(({ status }) => status)).toEqual([202, 202, 202]);
    await broker.expectTold(failures('declined'), /"kind":"declined"/);
    await broker.expectTold(warnings('declined'), /declines the push/);
  });

  test('the token is revoked, and replaced in its file: 503 in between, no restart, no secret in the log', async () => {
    const file = join(await givenPath(), 'password');
    await writeFile(file, 's3cret/of:git\n');
    const { broker, server } = await givenHttpFaultyBroker({ GIT_PASSWORD_FILE: file });
    expect((await broker.order('before')).status).toBe(202);
    server.replacePassword('another-s3cret');
    expectUnavailable(await broker.order('one'), /Nothing has been changed/);
    await broker.expectTold(failures('unreachable'), /could not read Username|Authentication failed/);
    await writeFile(file, '');
    expectUnavailable(await broker.order('one'), /Nothing has been changed/);
    await broker.expectTold(warnings('secret-unreadable'), /the one read before is used/);
    await writeFile(file, 'another-s3cret\n');
    expect((await broker.order('one')).status).toBe(202);
    for (const secret of ['s3cret/of:git', 'another-s3cret']) expect(broker.process.output()).not.toContain(secret);
  });
});
