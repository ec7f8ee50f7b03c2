/** How git starts ssh: key, known hosts, and one connection that is kept between its calls. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitEnvironment } from './git-process.js';
import type { RemoteOptions } from './remote.js';
import { readSshKey } from './ssh-key.js';

export interface SshConnection {
  readonly env: Record<string, string>;
  readonly disconnect: () => Promise<void>;
}

const OPTIONS = ['BatchMode=yes', 'ConnectTimeout=10', 'ServerAliveInterval=5', 'ServerAliveCountMax=3'];

export const isSsh = (url: string): boolean => /^ssh:|^[^/]+@[^/]+:/.test(url);

/** @param folder for key and host files, readable by this user only */
export async function prepareSsh(remote: RemoteOptions, folder: string): Promise<SshConnection> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A connection that is kept makes a push ten times faster. Its socket's path must be short.
  const digest = createHash('sha256').update(`${folder}${process.pid}`).digest('hex').slice(0, 12);
  const socket = `ControlPath=${join(tmpdir(), `gb-${digest}`)}`;
  const kept = ['ControlMaster=auto', 'ControlPersist=60', socket];
  const options = [...OPTIONS, ...(await hostOptions(remote, folder)), ...(await keyOptions(remote, folder)), ...kept];
  const words = ['ssh', '-F', '/dev/null', ...options.flatMap((option) => ['-o', option])];
  return {
    env: { GIT_SSH_COMMAND: words.map(quote).join(' ') },
    disconnect: () => endMaster(socket),
  };
}

async function hostOptions({ knownHosts, acceptNewHostKeys }: RemoteOptions, folder: string): Promise<string[]> {
  const checking = `StrictHostKeyChecking=${acceptNewHostKeys ? 'accept-new' : 'yes'}`;
  if (knownHosts === undefined && !acceptNewHostKeys) return [checking];
  const path = join(folder, 'known_hosts');
  // Keys that were accepted earlier stay in force.
  const [text, flag] = knownHosts === undefined ? ['', 'a'] : [`${knownHosts.trim()}\n`, 'w'];
  await writeFile(path, text, { mode: 0o600, flag });
  return [checking, `UserKnownHostsFile="${path}"`];
}

async function keyOptions({ sshKey }: RemoteOptions, folder: string): Promise<string[]> {
  if (sshKey === undefined) return [];
  const path = join(folder, 'key');
  await writeFile(path, readSshKey(sshKey), { mode: 0o600 });
  return [`IdentityFile="${path}"`, 'IdentitiesOnly=yes'];
}

/** The process behind the socket would otherwise outlive us by a minute. */
function endMaster(socket: string): Promise<void> {
  return new Promise((resolve) => {
    const args = ['-F', '/dev/null', '-o', socket, '-O', 'exit', 'any-host'];
    // That there is none to end is no failure.
    execFile('ssh', args, { env: gitEnvironment(), timeout: 5_000 }, () => resolve());
  });
}

function quote(word: string): string {
  return /^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
