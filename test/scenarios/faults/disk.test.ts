import { execFile } from 'node:child_process';
import { readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FaultyBroker } from './given-fault.js';
import { expectUnavailable, failures, givenFaultyBroker, givenPath, warnings } from './given-fault.js';

const run = promisify(execFile);

/** A file system of its own; undefined where this user may not mount one. */
async function givenSmallDisk(): Promise<string | undefined> {
  const path = await givenPath();
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path]).then(
    () => true,
    () => false,
  );
  if (!mounted) return undefined;
  onTestFinished(() => void run('umount', ['--lazy', path]));
  return path;
}

/** @returns what makes room again */
async function fill(disk: string): Promise<() => Promise<void>> {
  const path = join(disk, 'filling');
  // It ends when there is no space left.
  await run('dd', ['if=/dev/zero', `of=${path}`, 'bs=4k']).catch(() => {});
  return () => rm(path);
}

async function halveObjects({ localPath }: FaultyBroker): Promise<void> {
  const objects = join(localPath, 'clone.git', 'objects');
  for (const name of await readdir(objects, { recursive: true })) {
    const found = await stat(join(objects, name));
    if (found.isFile()) await truncate(join(objects, name), Math.floor(found.size / 2));
  }
}

describe('faults of the disk', () => {
  test('full: 503, the clone is kept and polls go on; with room again all goes on', async (context) => {
    const localPath = (await givenSmallDisk()) ?? context.skip('this user may not mount a file system');
    const broker = await givenFaultyBroker({ localPath });
    expect((await broker.order('before')).status).toBe(202);
    const makeRoom = await fill(localPath);
    expectUnavailable(await broker.order('one'), /This broker cannot work at the moment/);
    expect((await broker.poll('before')).body).toMatchObject({ state: 'in progress' });
    await broker.expectTold(failures('local'), /no space left on device/i);
    expect(await broker.metric(warnings('clone-damaged'))).toBe(0);
    await makeRoom();
    expect((await broker.order('one')).status).toBe(202);
    expect(await broker.operationsOf('one')).toBe(1);
  });

  test('full when somebody else has pushed: what is known stays in force until there is room', async (context) => {
    const localPath = (await givenSmallDisk()) ?? context.skip('this user may not mount a file system');
    const broker = await givenFaultyBroker({ localPath });
    const { operation } = (await broker.order('one')).body;
    const makeRoom = await fill(localPath);
    await broker.repository.push({
      'instances/one/status.yml': `status: succeeded\noperation: ${String(operation)}\n`,
    });
    await broker.expectTold(failures('local'), /git fetch failed.*no space left on device/i);
    expect((await broker.poll('one')).body).toMatchObject({ state: 'in progress' });
    await makeRoom();
    await expect.poll(async () => (await broker.poll('one')).body['state'], { timeout: 10_000 }).toBe('succeeded');
    expect(await broker.metric(warnings('clone-damaged'))).toBe(0);
  });

  test('damaged objects: the clone is made anew in the middle of the order, which is 202', async () => {
    const broker = await givenFaultyBroker();
    expect((await broker.order('before')).status).toBe(202);
    await halveObjects(broker);
    await broker.repository.push({ 'other.txt': 'text' });
    expect((await broker.order('one')).status).toBe(202);
    expect((await broker.poll('before')).status).toBe(200);
    await broker.expectTold(warnings('clone-damaged'), /the local clone is damaged/);
  });

  test.each(['refs/heads/main.lock', 'packed-refs.lock', 'shallow.lock'])(
    'the stale lock file %s in the clone: the order is 202',
    async (lock) => {
      const broker = await givenFaultyBroker();
      await writeFile(join(broker.localPath, 'clone.git', lock), '');
      await broker.repository.push({ 'other.txt': 'text' });
      expect((await broker.order('one')).status).toBe(202);
      expect(await broker.operationsOf('one')).toBe(1);
    },
  );

  test('a stale lock file in the repository of the git host: 503 with what to look for, then 202', async () => {
    const broker = await givenFaultyBroker({ env: { GIT_TIMEOUT: '2' } });
    const lock = join(broker.repository.path, 'refs', 'heads', 'main.lock');
    await writeFile(lock, '');
    expectUnavailable(await broker.order('one'), /Nothing has been changed/);
    await broker.expectTold(failures('contended'), /a lock file was left in its repository/);
    await rm(lock);
    expect((await broker.order('one')).status).toBe(202);
  });
});
