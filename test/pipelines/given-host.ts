/** What stands around a pipeline: a broker with orders, a git host that takes tokens, and a machine with `npx` on it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { dump } from 'js-yaml';
import { ORDER } from '../helpers/catalog.js';
import { givenFolder } from '../helpers/broker-process.js';
import { givenBroker } from '../helpers/given-broker.js';
import type { GivenBroker } from '../helpers/given-broker.js';
import type { Files } from '../helpers/git-repository.js';
import { startGitServer } from '../helpers/git-server.js';
import { bindingUrl, instanceUrl } from '../helpers/platform.js';
import { startGate, TOKEN } from './git-gate.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PACKAGE = new URL('../../package.json', import.meta.url);

/** One command of a pipeline, with the variables that the pipeline itself sets. */
export interface Step {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

export interface StepEnd {
  readonly code: number | null;
  readonly output: string;
}

export interface GivenHost extends GivenBroker {
  /** Of the git host, without credentials and without `remote.git`. */
  readonly url: string;
  /** Where TOKEN lies, on the machine that pipelines run on. */
  readonly tokenFile: string;
  run(step: Step, cwd?: string): Promise<StepEnd>;
  /** Programs of the machine: `npx`, `gitbroker`, and what a test puts there. */
  addProgram(name: string, script: string): Promise<void>;
}

/** While it works at the first order, a customer orders once more. */
const HANDLER = `#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
const order = JSON.parse(readFileSync(0, 'utf8'));
console.log('progress: at work');
if (order.instanceId === 'first' && order.operation.type === 'provision') {
  const answer = await fetch(process.env.TEST_BROKER + '/v2/service_instances/meanwhile?accepts_incomplete=true', {
    method: 'PUT',
    headers: { authorization: process.env.TEST_AUTHORIZATION, 'x-broker-api-version': '2.17', 'content-type': 'application/json' },
    body: process.env.TEST_NEXT,
  });
  if (answer.status !== 202 && answer.status !== 200) throw new Error(await answer.text());
}
writeFileSync(process.env.GITBROKER_RESULT_FILE, JSON.stringify({ credentials: order.bindingId ? { user: order.bindingId } : undefined }));
`;

const RUNNER = dump({
  rules: [
    {
      offering: '*',
      exec: { command: ['./handler.mjs'] },
      environment: { pass: ['TEST_BROKER', 'TEST_AUTHORIZATION', 'TEST_NEXT'] },
    },
  ],
});

export async function givenHost(files: Files = {}): Promise<GivenHost> {
  const broker = await givenBroker({ 'runner.yml': RUNNER, 'handler.mjs': HANDLER, ...files });
  const server = await startGitServer(dirname(broker.repository.path));
  const gate = await startGate(server);
  const machine = await givenFolder();
  const bin = join(machine.path, 'bin');
  const tokenFile = join(machine.path, 'token');
  await mkdir(bin);
  await writeFile(tokenFile, `${TOKEN}\n`, { mode: 0o600 });
  const addProgram = async (name: string, script: string) => {
    await writeFile(join(bin, name), script);
    await chmod(join(bin, name), 0o755);
  };
  await addProgram('gitbroker', `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  await addProgram('npx', npx(await minorVersion()));
  return {
    ...broker,
    url: gate.url,
    tokenFile,
    addProgram,
    run: ({ command: [program, ...args], env }, cwd = machine.path) =>
      runProgram(program, args, cwd, {
        HOME: machine.path,
        GIT_CONFIG_NOSYSTEM: '1',
        TEST_BROKER: broker.process.url,
        TEST_AUTHORIZATION: `Basic ${Buffer.from('user:password').toString('base64')}`,
        TEST_NEXT: JSON.stringify(ORDER),
        ...env,
        PATH: `${bin}:${dirname(process.execPath)}:${process.env['PATH']}`,
      }),
    remove: async () => {
      await gate.stop();
      await server.stop();
      await machine.remove();
      await broker.remove();
    },
  };
}

/** Pipelines say which versions they work with: those that are compatible with the one they came with. */
export async function minorVersion(): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(PACKAGE, 'utf8'));
  return version.split('.').slice(0, 2).join('.');
}

/** Knows this package only, as a registry would give it. */
function npx(version: string): string {
  return `#!/bin/sh
[ "$1 $2" = "--yes gitbroker@${version}" ] || { echo "npx $*: not found" >&2; exit 127; }
shift 2
exec gitbroker "$@"
`;
}

async function runProgram(program: string, args: readonly string[], cwd: string, env: Record<string, string>) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { code: child.exitCode, output: `${stdout}${stderr}` };
}

/** An order as a customer places it. */
export async function order({ platform }: GivenHost, instanceId: string, bindingId?: string): Promise<void> {
  const url = bindingId === undefined ? instanceUrl(instanceId) : bindingUrl(instanceId, bindingId);
  const { service_id, plan_id } = ORDER;
  const answer = await platform.change('PUT', url, {
    body: bindingId === undefined ? ORDER : { service_id, plan_id },
  });
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
}

/** What the marketplace is told. */
export async function stateOf({ platform }: GivenHost, instanceId: string, bindingId?: string): Promise<unknown> {
  // A poll of an unknown id is answered only after a look at the remote.
  await platform.get(`${instanceUrl('unknown')}/last_operation`);
  const url = bindingId === undefined ? instanceUrl(instanceId) : bindingUrl(instanceId, bindingId);
  return (await platform.get(`${url}/last_operation`)).body['state'];
}
