import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dump } from 'js-yaml';
import { afterEach, expect, test } from 'vitest';
import { givenFolder, startBrokerProcess } from '../helpers/broker-process.js';
import { CATALOG, DATABASE, LARGE, ORDER, SMALL } from '../helpers/catalog.js';
import { givenRepository } from '../helpers/git-repository.js';
import { bindingUrl, instanceUrl, Platform } from '../helpers/platform.js';
import { startMortalRunner } from './runners/runner-process.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Tells that it runs, and whether another one runs for the same instance. Instances called fail-… cannot be made. */
const HANDLER = `#!/bin/sh
exec 9> "$TEST_FOLDER/lock-$GITBROKER_INSTANCE_ID"
flock -n 9 || echo "$GITBROKER_INSTANCE_ID" >> "$TEST_FOLDER/overlaps"
echo "$GITBROKER_OPERATION_ID" >> "$TEST_FOLDER/ran"
sleep 0.1
case "$GITBROKER_OPERATION_TYPE $GITBROKER_INSTANCE_ID" in
  "provision fail-"*) exit 3 ;;
  "bind "*) printf 'credentials: { user: "%s", operation: "%s" }' "$GITBROKER_BINDING_ID" "$GITBROKER_OPERATION_ID" > "$GITBROKER_RESULT_FILE" ;;
esac
`;
const RUNNER = {
  parallel: 6,
  claimSeconds: 3,
  rules: [
    { offering: 'database', plans: ['large'], manual: {} },
    { offering: 'database', exec: { command: ['./handler.sh'] }, environment: { pass: ['TEST_FOLDER'] } },
  ],
};

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function given() {
  const remote = await givenRepository({
    'catalog.yml': dump(CATALOG),
    'runner.yml': dump(RUNNER),
    'handler.sh': HANDLER,
  });
  const folder = await givenFolder();
  cleanUps.push(remote.remove, folder.remove);
  const broker = await startBrokerProcess({ GIT_REMOTE: remote.path, GIT_LOCAL_PATH: join(folder.path, 'broker') });
  cleanUps.push(() => broker.stop());
  return { remote, folder: folder.path, platform: new Platform(broker.url) };
}

interface Ended {
  readonly order: string;
  readonly operation: string;
  readonly outcome: string;
}

/** What a platform does with one instance, one order after the other. @returns how each of them ended */
async function live(platform: Platform, id: string, plan: string): Promise<Ended[]> {
  const ended: Ended[] = [];
  const order = async (name: string, method: 'PUT' | 'DELETE', url: string, body?: object) => {
    const query = { service_id: DATABASE, plan_id: plan };
    const accepted = await platform.change(method, url, body ? { body } : { query });
    expect([name, accepted.status]).toEqual([name, 202]);
    const operation = String(accepted.body['operation']);
    for (;;) {
      const poll = await platform.get(`${url}/last_operation`, { query: { operation } });
      const outcome = poll.status === 200 ? String(poll.body['state']) : String(poll.status);
      if (outcome !== 'in progress') {
        ended.push({ order: `${name} ${id}`, operation, outcome });
        return operation;
      }
      await wait(250);
    }
  };
  await order('provision', 'PUT', instanceUrl(id), { ...ORDER, plan_id: plan, parameters: {} });
  if (plan === LARGE || id.startsWith('fail-')) return ended;
  const url = bindingUrl(id, `${id}-app`);
  const operation = await order('bind', 'PUT', url, { service_id: DATABASE, plan_id: plan });
  expect((await platform.get(url)).body['credentials']).toEqual({ user: `${id}-app`, operation });
  if (id.startsWith('keep-')) return ended;
  await order('unbind', 'DELETE', url);
  await order('deprovision', 'DELETE', instanceUrl(id));
  return ended;
}

/** Looks at what waits, and reports it, as a person would; until told to stop. */
async function actAsPerson(remote: string, home: string, signal: AbortSignal): Promise<void> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, GIT_CONFIG_NOSYSTEM: '1' };
  const gitbroker = (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, ...args], { env });
  while (!signal.aborted) {
    const { stdout } = await gitbroker('list', '--plan', 'large', '--status', 'in progress', '-o', 'json', remote);
    for (const { instanceId } of JSON.parse(stdout) as { instanceId: string }[]) {
      await gitbroker('update', instanceId, remote, '--status', 'succeeded', '--description', 'by hand');
    }
    await wait(1000, undefined, { signal }).catch(() => undefined);
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  provision: 'succeeded',
  bind: 'succeeded',
  unbind: '410',
  deprovision: '410',
};

test('a broker, a person and two runners that are killed again and again: 200 orders, each ends once, as it must', async () => {
  const { remote, folder, platform } = await given();
  const lifetime = () => 4 + Math.floor(Math.random() * 20);
  for (const name of ['a', 'b']) await mkdir(join(folder, name));
  const runners = ['a', 'b'].map((name) =>
    startMortalRunner({
      remote: remote.path,
      folder: join(folder, name),
      env: { TEST_FOLDER: folder },
      lifetime,
    }),
  );
  cleanUps.push(...runners.map((runner) => () => runner.stop()));
  const finished = new AbortController();
  const person = actAsPerson(remote.path, folder, finished.signal);

  const named = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
  // 4 orders each, 2 each, 1 each, 1 each.
  const lives = [
    ...named('whole', 30).map((id) => live(platform, id, SMALL)),
    ...named('keep', 27).map((id) => live(platform, id, SMALL)),
    ...named('fail', 10).map((id) => live(platform, id, SMALL)),
    ...named('manual', 16).map((id) => live(platform, id, LARGE)),
  ];
  const ended = (await Promise.all(lives)).flat();
  finished.abort();
  await person;
  expect(await Promise.all(runners.map((runner) => runner.stop()))).toEqual([0, 0]);

  expect(ended).toHaveLength(200);
  const wrong = ended.filter(
    ({ order, outcome }) => outcome !== (order.includes(' fail-') ? 'failed' : EXPECTED[order.split(' ')[0] ?? '']),
  );
  expect(wrong).toEqual([]);
  const log = await remote.git('log', '--format=%B%x00', 'main');
  expect(reportedIn(log).sort()).toEqual(
    ended.map(({ order }) => order.replace(/^((?:un)?bind) (.*)$/, '$1 $2/bindings/$2-app')).sort(),
  );
  const byHand = ended.filter(({ order }) => order.includes(' manual-')).map(({ operation }) => operation);
  const ran = new Set((await readFile(join(folder, 'ran'), 'utf8')).trim().split('\n'));
  expect(ran).toEqual(new Set(ended.map(({ operation }) => operation).filter((id) => !byHand.includes(id))));
  expect(await readdir(folder)).not.toContain('overlaps');
  expect((await remote.list()).filter((path) => path.endsWith('claim.yml'))).toEqual([]);
  expect(await remote.git('rev-list', '--merges', 'main')).toBe('');
  expect(runners.reduce((sum, runner) => sum + runner.kills(), 0)).toBeGreaterThan(5);
}, 180_000);

/** `<operation type> <record>` of everything that was reported, once for each time. */
function reportedIn(log: string): string[] {
  const byRunners = [...log.matchAll(/^Runner: (?:Succeeded|Failed): (\w+) of (\S+)$/gm)];
  const byPerson = [...log.matchAll(/^CLI: succeeded, (\w+) of (\S+)$/gm)];
  return [...byRunners, ...byPerson].map(([, type, record]) => `${type} ${record}`);
}
