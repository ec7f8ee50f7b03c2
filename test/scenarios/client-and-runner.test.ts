import { dump } from 'js-yaml';
import { afterEach, expect, test } from 'vitest';
import { givenClient } from '../cli/given-client.js';
import { givenFolder, startBrokerProcess } from '../helpers/broker-process.js';
import { CATALOG } from '../helpers/catalog.js';
import { givenRepository } from '../helpers/git-repository.js';
import { startMortalRunner } from './runners/runner-process.js';

/** Instances can be made and bound, and never get larger. */
const HANDLER = `#!/bin/sh
case "$GITBROKER_OPERATION_TYPE" in
  update) exit 3 ;;
  bind) printf 'credentials: { uri: "db://%s" }' "$GITBROKER_BINDING_ID" > "$GITBROKER_RESULT_FILE" ;;
esac
`;
const RUNNER = { rules: [{ offering: 'database', exec: { command: ['./handler.sh'] } }] };

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function givenBrokerRunnerAndClient() {
  const files = { 'catalog.yml': dump(CATALOG), 'runner.yml': dump(RUNNER), 'handler.sh': HANDLER };
  const remote = await givenRepository(files);
  const folder = await givenFolder();
  cleanUps.push(remote.remove, folder.remove);
  const env = { GIT_REMOTE: remote.path, GIT_LOCAL_PATH: `${folder.path}/broker`, POLL_RETRY_AFTER: '1' };
  const broker = await startBrokerProcess(env);
  cleanUps.push(() => broker.stop());
  const runner = startMortalRunner({ remote: remote.path, folder: folder.path, env: {}, lifetime: () => Infinity });
  cleanUps.push(() => runner.stop());
  return givenClient(broker.url, { username: 'user', password: 'password' });
}

test('the client, the git broker and a runner, each the built binary: a whole life', async () => {
  const { osb } = await givenBrokerRunnerAndClient();
  const told = async (...args: string[]) => {
    const { code, stdout, stderr } = await osb(...args);
    return { code, said: stdout + stderr };
  };
  const SMALL = ['--service', 'database', '--plan', 'small'];
  const provisioned = await told('provision', 'my-db', ...SMALL, '--id', 'i', '-P', '{"size":2}', '-o', 'json');
  expect(provisioned).toEqual({ code: 0, said: expect.stringContaining('https://dashboard.example.com/i') });
  expect(await told('last-operation', 'my-db')).toEqual({ code: 0, said: expect.stringContaining('succeeded') });
  expect(await told('bind', 'my-db', 'my-app', '--id', 'b')).toEqual({
    code: 0,
    said: expect.stringContaining('db://b'),
  });
  expect(await told('credentials', 'my-db', '--attribute', 'uri')).toEqual({ code: 0, said: 'db://b\n' });
  expect(await told('rotate', 'my-db', 'my-app', 'new-app', '--id', 'c')).toMatchObject({ code: 0 });
  expect(await told('binding', 'my-db', 'new-app')).toEqual({ code: 0, said: expect.stringContaining('db://c') });
  expect(await told('update', 'my-db', '--new-plan', 'large')).toEqual({
    code: 1,
    said: expect.stringMatching(/^gitbroker: the operation failed: /),
  });
  expect(await told('instance', 'my-db', '-o', 'json')).toMatchObject({ code: 0 });
  for (const binding of ['my-app', 'new-app'])
    expect(await told('unbind', 'my-db', binding)).toMatchObject({ code: 0 });
  expect(await told('deprovision', 'my-db')).toEqual({ code: 0, said: 'Deleted my-db\n' });
  expect(await told('instance', 'i')).toEqual({ code: 1, said: expect.stringContaining('404') });
  expect(await told('services', '-o', 'json')).toEqual({ code: 0, said: '[]\n' });
}, 120_000);
