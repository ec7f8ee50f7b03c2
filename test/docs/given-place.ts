/** What a page takes for granted: an empty folder, `gitbroker` on the path, a git that knows a name; for some pages more. */
import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, givenFolder } from '../helpers/broker-process.js';
import { MAIN } from '../cli/given-cli.js';
import { SITUATIONS } from './situations.js';
import { openTerminal } from './terminal.js';
import type { Terminal } from './terminal.js';

const run = promisify(execFile);

export interface Place {
  /** The same number is the same one. */
  terminal(number: number): Terminal;
  /** Pages say addresses that everybody knows; here they are those of a free port. */
  adapt(text: string): string;
  remove(): Promise<void>;
}

export async function givenPlace(page: string): Promise<Place> {
  const { path, remove } = await givenFolder();
  const port = await freePort();
  const situation = await SITUATIONS.get(page)?.(port);
  const env = { ...(await givenHome(path, String(port))), ...situation?.env };
  const start = join(path, 'work');
  await mkdir(start);
  if (situation?.remote !== undefined) await run('git', ['clone', '--quiet', situation.remote, start], { env });
  const terminals = new Map<number, Terminal>();
  return {
    terminal: (number) => {
      const opened = terminals.get(number) ?? openTerminal(`terminal-${number}`, start, env);
      terminals.set(number, opened);
      return opened;
    },
    adapt: (text) =>
      text
        .replaceAll(/\b80(?:75|80)\b/g, String(port))
        .replaceAll('https://broker.example.com', `http://127.0.0.1:${port}`),
    remove: async () => {
      await Promise.all([...terminals.values()].map((terminal) => terminal.close()));
      await situation?.end();
      await remove();
    },
  };
}

async function givenHome(path: string, port: string): Promise<Record<string, string>> {
  const bin = join(path, 'bin');
  await mkdir(bin);
  await symlink(MAIN, join(bin, 'gitbroker'));
  await mkdir(join(path, 'tmp'));
  await writeFile(
    join(path, '.gitconfig'),
    '[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n',
  );
  return {
    // `node` of these tests, too.
    PATH: [bin, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: path,
    TMPDIR: join(path, 'tmp'),
    GIT_CONFIG_NOSYSTEM: '1',
    SERVER_PORT: port,
    // Platforms may ask again sooner than they would.
    POLL_RETRY_AFTER: '1',
    GIT_POLL_INTERVAL: '1',
  };
}
