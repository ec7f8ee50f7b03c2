import { randomUUID } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterEach, describe, expect, test } from 'vitest';
import { givenFolder, startBrokerProcess } from '../helpers/broker-process.js';
import { CATALOG, ORDER } from '../helpers/catalog.js';
import { givenRepository } from '../helpers/git-repository.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { instanceUrl, Platform } from '../helpers/platform.js';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function given(files = {}, env = {}): Promise<GivenBroker & { localPath: string }> {
  const folder = await givenFolder();
  const broker = await givenBroker(files, { GIT_LOCAL_PATH: folder.path, ...env });
  cleanUps.push(folder.remove, broker.remove);
  return { ...broker, localPath: folder.path };
}

const order = (platform: Platform, id: string) => platform.change('PUT', instanceUrl(id), { body: ORDER });
const unavailable = { error: 'Unavailable', description: expect.any(String) };

describe('faults', () => {
  test('a hook declines: 503, nothing half-written; later orders go on (ERR-12, ERR-17)', async () => {
    const broker = await given();
    const hook = join(broker.repository.path, 'hooks', 'pre-receive');
    await writeFile(hook, '#!/bin/sh\necho "protected branch" >&2\nexit 1\n');
    await chmod(hook, 0o755);
    const id = randomUUID();
    const refused = await order(broker.platform, id);
    expect({ status: refused.status, body: refused.body }).toEqual({ status: 503, body: unavailable });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await broker.platform.get(`${instanceUrl(id)}/last_operation`)).status).toBe(404);
    await rm(hook);
    expect((await order(broker.platform, id)).status).toBe(202);
  });

  test('the remote goes away and comes back: writes 503, never 404, reads from memory with their age (LOP-21, BLOP-14, ERR-17)', async () => {
    const broker = await given({}, { GIT_TIMEOUT: '5' });
    const id = randomUUID();
    const { operation } = (await order(broker.platform, id)).body;
    await broker.repository.git('config', 'core.repositoryformatversion', '999');
    expect((await order(broker.platform, randomUUID())).status).toBe(503);
    expect((await broker.platform.get(`${instanceUrl(randomUUID())}/last_operation`)).status).toBe(503);
    const poll = await broker.platform.get(`${instanceUrl(id)}/last_operation`, {
      query: { operation: String(operation) },
    });
    expect({ status: poll.status, state: poll.body['state'] }).toEqual({ status: 200, state: 'in progress' });
    expect(poll.headers.get('x-gitbroker-snapshot-age')).toMatch(/^\d+$/);
    await writeFile(join(broker.repository.path, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
    expect((await order(broker.platform, randomUUID())).status).toBe(202);
  });

  test('the local clone is deleted while running: the next order and poll work', async () => {
    const broker = await given();
    const id = randomUUID();
    await order(broker.platform, id);
    await rm(join(broker.localPath, 'clone.git'), { recursive: true });
    const other = randomUUID();
    expect((await order(broker.platform, other)).status).toBe(202);
    for (const known of [id, other]) {
      expect((await broker.platform.get(`${instanceUrl(known)}/last_operation`)).status).toBe(200);
    }
  });

  test('one record that cannot be read answers with a clear error, all others go on', async () => {
    const broker = await given({ 'instances/broken/instance.yml': 'serviceInstanceId: [secret-value\n' });
    const poll = await broker.platform.get(`${instanceUrl('broken')}/last_operation`);
    expect({ status: poll.status, body: poll.body }).toEqual({
      status: 500,
      body: { error: 'RecordUnreadable', description: expect.stringContaining('instances/broken/instance.yml') },
    });
    expect(JSON.stringify(poll.body)).not.toContain('secret-value');
    expect((await order(broker.platform, 'broken')).status).toBe(500);
    expect((await order(broker.platform, randomUUID())).status).toBe(202);
  });

  test('an invalid catalog: the last good one stays in force, and the next valid one comes into force', async () => {
    const broker = await given();
    await broker.repository.push({ 'catalog.yml': 'services: [' });
    expect((await order(broker.platform, randomUUID())).status).toBe(202);
    await broker.repository.push({ 'catalog.yml': dump({ services: CATALOG.services.slice(0, 1) }) });
    await expect
      .poll(async () => (await broker.platform.get('/v2/catalog')).body['services'], { timeout: 10_000 })
      .toHaveLength(1);
    expect(broker.process.output()).toContain('catalog.yml');
  });

  test('a catalog that was never valid: 503, not ready, mended without a restart', async () => {
    const broker = await givenUnready();
    expect((await broker.platform.get('/v2/catalog')).status).toBe(503);
    expect((await order(broker.platform, randomUUID())).status).toBe(503);
    expect((await fetch(`${broker.url}/readyz`)).status).toBe(503);
    await broker.repair();
    await expect.poll(async () => (await fetch(`${broker.url}/readyz`)).status, { timeout: 10_000 }).toBe(200);
    expect((await broker.platform.get('/v2/catalog')).status).toBe(200);
  });

  test('the log and every answer are free of secrets, parameters and credentials', async () => {
    const broker = await given({}, { LOG_LEVEL: 'trace' });
    const body = { ...ORDER, parameters: { size: 1, password: 'parameter-secret' } };
    await broker.platform.change('PUT', instanceUrl(randomUUID()), { body });
    await new Platform(broker.process.url, 'user:wrong-secret').get('/v2/catalog');
    const authorization = Buffer.from('user:password').toString('base64');
    await expect.poll(() => broker.process.output()).toContain('"statusCode":401');
    const output = broker.process.output();
    for (const secret of ['parameter-secret', 'wrong-secret', authorization]) expect(output).not.toContain(secret);
    expect(output).toContain('/v2/');
  });
});

async function givenUnready() {
  const repository = await givenRepository({ 'catalog.yml': 'services: 7\n' });
  const folder = await givenFolder();
  const process = await startBrokerProcess({ GIT_REMOTE: repository.path, GIT_LOCAL_PATH: folder.path }, '/healthz');
  cleanUps.push(folder.remove, repository.remove, process.stop);
  return {
    url: process.url,
    platform: new Platform(process.url),
    repair: () => repository.push({ 'catalog.yml': dump(CATALOG) }),
  };
}
