import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort, givenFolder, startBrokerProcess } from '../helpers/broker-process.js';
import { instanceUrl, Platform } from '../helpers/platform.js';
import { VARIABLE_TABLE } from '../../src/server/config-variables.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function folder(): Promise<string> {
  const { path, remove } = await givenFolder();
  cleanUps.push(remove);
  return path;
}

function run(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [MAIN, ...args],
      { env: { PATH: process.env['PATH'], ...env } },
      (...done) => resolve({ code: child.exitCode, stdout: done[1], stderr: done[2] }),
    );
  });
}

/** An order whose body never comes: it keeps a broker from stopping as long as SHUTDOWN_TIMEOUT lets it. */
async function givenEndlessRequest(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => socket.destroy());
  cleanUps.push(async () => socket.destroy());
  const authorization = `Basic ${Buffer.from('user:password').toString('base64')}`;
  // The server answers `Expect` when it has begun with the request.
  socket.write(
    `PUT ${instanceUrl('endless')}?accepts_incomplete=true HTTP/1.1\r\nHost: broker\r\nX-Broker-API-Version: 2.17\r\n` +
      `Authorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n`,
  );
  await once(socket, 'data');
}

describe('gitbroker', () => {
  test.each([
    ['--version', [], /^\d+\.\d+\.\d+\n$/],
    ['--help', [], /Examples:/],
  ])('%s: exit code 0, answer on stdout', async (flag, more, text) => {
    expect(await run([flag, ...more])).toEqual({ code: 0, stdout: expect.stringMatching(text), stderr: '' });
  });

  test.each([[[]], [['nothing']], [['serve', '--nothing']], [['serve', 'nothing']]])(
    'wrong usage %j: exit code 2, told on stderr',
    async (args) => {
      expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/\S/) });
    },
  );
});

describe('gitbroker serve', () => {
  test('--help lists every variable', async () => {
    const { code, stdout } = await run(['serve', '--help']);
    expect(code).toBe(0);
    for (const { name } of VARIABLE_TABLE) expect(stdout).toContain(`  ${name}\n`);
  });

  test('without credentials: exit code 2, all problems on stderr', async () => {
    expect(await run(['serve'], { SERVER_PORT: 'no' })).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/SERVER_PORT must be[^]*set APP_BASIC_AUTH_USERNAME and APP_BASIC_AUTH_PASSWORD/),
    });
  });

  test('a port that is taken: exit code 2, with the remedy', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    cleanUps.push(async () => void other.close());
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const result = await run(['serve'], {
      APP_BASIC_AUTH_CREDENTIALS: 'user:password',
      SERVER_ADDRESS: '127.0.0.1',
      SERVER_PORT: port,
      GIT_LOCAL_PATH: await folder(),
    });
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('set SERVER_PORT') });
  });

  test('the embedded repository: an order is a commit, SIGTERM ends with 0, the next start goes on with it', async () => {
    const path = await folder();
    const first = await startBrokerProcess({ GIT_LOCAL_PATH: path });
    cleanUps.push(() => first.stop());
    const platform = new Platform(first.url);
    const { services } = (await platform.get('/v2/catalog')).body;
    const [service] = Array.isArray(services) ? services : [];
    const body = { service_id: service.id, plan_id: service.plans[0].id, organization_guid: 'o', space_guid: 's' };
    const ordered = await platform.change('PUT', instanceUrl('mine'), { body });
    expect(ordered.status).toBe(202);
    expect(await first.stop()).toBe(0);

    const second = await startBrokerProcess({ GIT_LOCAL_PATH: path });
    cleanUps.push(() => second.stop());
    const poll = await new Platform(second.url).get(`${instanceUrl('mine')}/last_operation`);
    expect({ status: poll.status, state: poll.body['state'] }).toEqual({ status: 200, state: 'in progress' });
    expect((await readdir(path)).filter((name) => name.startsWith('.repository-'))).toEqual([]);
  });

  test('metrics on a port of their own need no credentials, and are not on the main port', async () => {
    const metricsPort = await freePort();
    const broker = await startBrokerProcess({ GIT_LOCAL_PATH: await folder(), METRICS_PORT: String(metricsPort) });
    cleanUps.push(() => broker.stop());
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).toContain('gitbroker_catalog_valid 1');
    expect((await new Platform(broker.url).get('/metrics')).status).toBe(404);
  });

  test('an unreachable remote: it runs, is not ready, says so once, and stops in time', async () => {
    const env = { GIT_REMOTE: '/does/not/exist.git', GIT_LOCAL_PATH: await folder(), GIT_TIMEOUT: '3' };
    const broker = await startBrokerProcess(env, '/healthz');
    cleanUps.push(() => broker.stop());
    expect((await fetch(`${broker.url}/readyz`)).status).toBe(503);
    await expect.poll(() => broker.output(), { timeout: 10_000 }).toContain('The git remote does not answer');
    expect(await broker.stop()).toBe(0);
    expect(broker.output().split('The git remote does not answer')).toHaveLength(2);
  });

  test('a request that never ends does not keep it from stopping (SHUTDOWN_TIMEOUT)', async () => {
    const broker = await startBrokerProcess({ GIT_LOCAL_PATH: await folder(), SHUTDOWN_TIMEOUT: '1' });
    cleanUps.push(() => broker.kill());
    await givenEndlessRequest(broker.url);
    expect(await broker.stop()).toBe(0);
    expect(broker.output()).toContain('Stopping although requests are still running');
  });

  test('a second signal ends it at once: exit code 1', async () => {
    const broker = await startBrokerProcess({ GIT_LOCAL_PATH: await folder() });
    cleanUps.push(() => broker.kill());
    await givenEndlessRequest(broker.url);
    const exited = once(broker.child, 'exit');
    broker.child.kill('SIGTERM');
    await expect.poll(() => broker.output()).toContain('Stopping: running requests are answered');
    broker.child.kill('SIGINT');
    const [code] = await exited;
    expect(code).toBe(1);
  });
});
