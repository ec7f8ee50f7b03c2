/** A git host over ssh: a real sshd on a free port, with keys of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, givenFolder } from './broker-process.js';

const run = promisify(execFile);

export interface SshServer {
  /** `ssh://user@host:port`: a repository's path goes behind it. */
  readonly url: string;
  /** Line of a known_hosts file. */
  readonly knownHosts: string;
  /** The client's private key as OpenSSH writes it. */
  readonly openSshKey: string;
  /** Another key of the client, as PEM. */
  readonly pemKey: string;
  /** How many clients are connected at this moment. */
  connections(): Promise<number>;
  stop(): Promise<void>;
}

export async function startSshServer(): Promise<SshServer> {
  const folder = await givenFolder();
  const at = (name: string) => join(folder.path, name);
  const key = (name: string, ...kind: string[]) =>
    run('ssh-keygen', ['-q', '-N', '', '-C', 'test', '-f', at(name), ...kind]);
  await Promise.all([
    key('host', '-t', 'ed25519'),
    key('client', '-t', 'ed25519'),
    key('pem', '-t', 'ecdsa', '-m', 'PEM'),
  ]);
  const text = (name: string) => readFile(at(name), 'utf8');
  const port = await freePort();
  await writeFile(at('authorized_keys'), (await text('client.pub')) + (await text('pem.pub')));
  await writeFile(at('config'), configuration(at, port));
  // As root sshd wants the folder for its unprivileged half, which only the init script makes.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  sshd.stderr.on('data', (data: Buffer) => (log += data.toString()));
  const exited = once(sshd, 'exit');
  await untilListening(port, () => (sshd.exitCode === null ? undefined : log));
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    knownHosts: `[127.0.0.1]:${port} ${await text('host.pub')}`,
    openSshKey: await text('client'),
    pemKey: await text('pem'),
    connections: async () => {
      // Every connection is a child of the listening process.
      const children = await readFile(`/proc/${sshd.pid}/task/${sshd.pid}/children`, 'utf8');
      return children.split(' ').filter(Boolean).length;
    },
    stop: async () => {
      sshd.kill('SIGTERM');
      await exited;
      await folder.remove();
    },
  };
}

function configuration(at: (name: string) => string, port: number): string {
  const settings = {
    Port: port,
    ListenAddress: '127.0.0.1',
    HostKey: at('host'),
    PidFile: at('pid'),
    AuthorizedKeysFile: at('authorized_keys'),
    StrictModes: 'no',
    UsePAM: 'no',
    PasswordAuthentication: 'no',
    PermitRootLogin: 'prohibit-password',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

async function untilListening(port: number, ended: () => string | undefined): Promise<void> {
  for (;;) {
    const log = ended();
    if (log !== undefined) throw new Error(`sshd has ended:\n${log}`);
    const socket = connect(port, '127.0.0.1');
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
