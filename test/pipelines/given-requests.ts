/** A host on which orders are proposed as pull requests: its stand-in for `gh`, its checkouts, and its merge button. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { givenFolder } from '../helpers/broker-process.js';
import { givenHost } from './given-host.js';
import type { GivenHost, Step, StepEnd } from './given-host.js';
import { TOKEN } from './git-gate.js';

const SCRIPT = fileURLToPath(new URL('../../pipelines/pull-request/propose-orders.mjs', import.meta.url));
const AUTHORIZATION = `Authorization: Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}`;
const PERSON = ['-c', 'user.name=Person', '-c', 'user.email=person@example.com'];

export interface GivenRequests {
  readonly host: GivenHost;
  /** The commands of one run, in a new checkout. */
  run(steps: readonly Step[]): Promise<StepEnd[]>;
  /** @param exitCode of all its calls from now on */
  setUpGh(exitCode?: number): Promise<void>;
  /** The arguments of every call of `gh` so far. */
  ghCalls(): Promise<string[][]>;
  /** Those of requests. */
  branches(): Promise<string[]>;
  /** As the host does when a person presses the button. */
  merge(branch: string | undefined): Promise<void>;
  remove(): Promise<void>;
}

export async function givenRequests(): Promise<GivenRequests> {
  const host = await givenHost();
  const folder = await givenFolder();
  const checkout = join(folder.path, 'checkout');
  const calls = `${host.tokenFile}.calls`;
  const git = async (...args: string[]) => {
    const { code, output } = await host.run({ command: ['git', ...args], env: {} }, checkout);
    if (code !== 0) throw new Error(output);
  };
  /** As CI systems do: the newest commit only, and a token in its settings. */
  const checkOut = async () => {
    await folder.remove();
    const options = ['--quiet', '--depth=1', '-c', `http.extraHeader=${AUTHORIZATION}`];
    await host.run({ command: ['git', 'clone', ...options, `${host.url}/remote.git`, checkout], env: {} });
    await cp(SCRIPT, join(checkout, 'propose-orders.mjs'));
  };
  const setUpGh = (exitCode = 0) => {
    const line = "JSON.stringify(process.argv.slice(2)) + '\\n'";
    const append = `require('fs').appendFileSync(${JSON.stringify(calls)}, ${line})`;
    return host.addProgram('gh', `#!${process.execPath}\n${append};\nprocess.exit(${exitCode});\n`);
  };
  await setUpGh();
  return {
    host,
    setUpGh,
    run: async (steps) => {
      await checkOut();
      const ends = [];
      for (const step of steps) ends.push(await host.run(step, checkout));
      return ends;
    },
    ghCalls: async () => {
      const lines = (await readFile(calls, 'utf8').catch(() => '')).split('\n');
      return lines.filter(Boolean).map((line) => JSON.parse(line));
    },
    branches: async () => {
      const refs = await host.repository.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/order');
      return refs.split('\n').filter(Boolean);
    },
    merge: async (branch = 'no branch') => {
      await checkOut();
      await git('fetch', '--quiet', '--unshallow', 'origin', 'main', branch);
      await git(...PERSON, 'merge', '--quiet', '--no-ff', '-m', 'Merge pull request', 'FETCH_HEAD');
      await git('push', '--quiet', 'origin', 'HEAD:main');
    },
    remove: async () => {
      await folder.remove();
      await host.remove();
    },
  };
}
