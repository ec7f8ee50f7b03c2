import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ORDER } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import { bindingUrl, instanceUrl } from '../helpers/platform.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let broker: GivenBroker;
beforeAll(async () => {
  broker = await givenBroker();
});
afterAll(() => broker.remove());

const migrate = (layout: string) =>
  promisify(execFile)(process.execPath, [MAIN, 'migrate', 'layout', layout, broker.repository.path], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
const filesBelow = async (folder: string) =>
  (await broker.repository.list()).filter((path) => path.startsWith(`${folder}/`));

async function givenInstance(id: string, path: string): Promise<void> {
  const answer = await broker.platform.change('PUT', instanceUrl(id), { body: ORDER });
  expect(answer.status).toBe(202);
  await broker.report(path, answer, { status: 'succeeded' });
}

test('a repository is moved to the sharded layout and back in one commit each, while a broker serves it', async () => {
  await givenInstance('one', 'instances/one');
  const bind = await broker.platform.change('PUT', bindingUrl('one', 'app'), {
    body: { service_id: ORDER.service_id, plan_id: ORDER.plan_id },
  });
  const credentials = { 'instances/one/bindings/app/credentials.yml': 'user: me\n' };
  await broker.report('instances/one/bindings/app', bind, { status: 'succeeded' }, credentials);
  const flat = await filesBelow('instances');

  // printf %s one | sha256sum
  expect(await migrate('sharded')).toEqual({ stdout: '', stderr: 'The layout is sharded; 1 instances were moved\n' });
  expect(await filesBelow('instances')).toEqual(flat.map((path) => path.replace('instances/', 'instances/76/')));
  expect(await broker.repository.read('gitbroker.yml')).toBe('---\nlayout: sharded\n');
  expect(await broker.repository.git('log', '-1', '--format=%s', 'main')).toBe(
    'CLI: layout sharded, 1 instances moved\n',
  );

  await givenInstance('two', 'instances/3f/two');
  expect(await filesBelow('instances/3f/two')).toHaveLength(2);
  expect((await broker.platform.get(bindingUrl('one', 'app'))).body).toMatchObject({ credentials: { user: 'me' } });

  expect((await migrate('flat')).stderr).toBe('The layout is flat; 2 instances were moved\n');
  expect(await filesBelow('instances')).toEqual([...flat, 'instances/two/instance.yml', 'instances/two/status.yml']);
  expect((await migrate('flat')).stderr).toBe('The layout is flat; 0 instances were moved\n');
  expect((await broker.platform.get(instanceUrl('two'))).status).toBe(200);
});
