/** Takes the commands out of a systemd unit and a crontab, as those would run them. */
import { dirname } from 'node:path';
import type { GivenHost, Step } from './given-host.js';
import { readText } from './read-pipeline.js';

type Surroundings = Pick<GivenHost, 'url' | 'tokenFile'>;

/** Where `npm install --global` puts commands. */
const INSTALLED = '/usr/local/bin/gitbroker';

export async function unitSteps(path: string, { url, tokenFile }: Surroundings): Promise<Step[]> {
  const lines = (await readText(path)).split('\n');
  const valuesOf = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((l) => l.slice(key.length + 1));
  const [credential = ''] = valuesOf('LoadCredential');
  if (credential !== 'token:/etc/gitbroker/token') throw new Error(`not the documented place: ${credential}`);
  // %d is the folder of credentials, %S that of all services' states.
  const specifiers: Record<string, string> = { '%d': dirname(tokenFile), '%S': dirname(tokenFile) };
  const env = Object.fromEntries(
    valuesOf('Environment').map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [key, value.join('=').replaceAll(/%\w/g, (name) => specifiers[name] ?? name)];
    }),
  );
  const known: Record<string, string> = { ...env, REPOSITORY: `${url}/remote.git`, HOME: dirname(tokenFile) };
  const [start = ''] = valuesOf('ExecStart');
  // No shell: words, and variables that are whole words.
  const [program, ...args] = start
    .split(' ')
    .map((word) => word.replace(/^\$\{(\w+)\}$/, (_, name: string) => known[name] ?? ''));
  if (program !== INSTALLED) throw new Error(`not where it is installed: ${program}`);
  return [{ command: ['gitbroker', ...args], env: known }];
}

export async function crontabSteps(path: string, { url, tokenFile }: Surroundings): Promise<Step[]> {
  const lines = (await readText(path)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const assignments = lines.flatMap((line) =>
    [...line.matchAll(/^(\w+)=(.*)$/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const { PATH, ...env }: Record<string, string> = Object.fromEntries(assignments);
  if (!PATH?.split(':').includes(dirname(INSTALLED))) throw new Error(`cron would not find gitbroker in ${PATH}`);
  const given = { ...env, REPOSITORY: `${url}/remote.git`, GIT_TOKEN_FILE: tokenFile };
  const commands = lines.flatMap((line) => [...line.matchAll(/^(?:\S+ ){5}(.*)$/g)].map(([, command = '']) => command));
  return commands.map((command) => ({ command: ['/bin/sh', '-c', command], env: given }));
}
