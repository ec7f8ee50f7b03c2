/** How git reaches the remote: its URL without secrets, and the environment that carries them. */
import { gitEnvironment } from './git-process.js';
import { isSsh, prepareSsh } from './ssh-connection.js';

/** What can be replaced while the store is open. */
export interface RemoteSecrets {
  readonly password?: string | undefined;
  readonly sshKey?: string | undefined;
}

export interface RemoteOptions {
  /** https, http, ssh (also `user@host:path`), file URL or path. */
  readonly url: string;
  readonly username?: string | undefined;
  /** Password or token. */
  readonly password?: string | undefined;
  /** PEM or OpenSSH text, also base64 of it, or with blanks where an environment variable has lost its line ends. */
  readonly sshKey?: string | undefined;
  /** Looked at before each call of the remote: those that are defined count in place of the others. */
  readonly currentSecrets?: (() => RemoteSecrets) | undefined;
  /** Lines of a known_hosts file. Without them those of the user who runs this process count. */
  readonly knownHosts?: string | undefined;
  /** Takes an unknown host's key at first contact, and refuses another one from then on. */
  readonly acceptNewHostKeys?: boolean | undefined;
  /** All that git gets to see, in place of the rest: for a person, whose own git knows how to reach the remote. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface Remote {
  /** Fit for arguments: no user name, no password. */
  readonly url: string;
  readonly env: Record<string, string>;
  /** The URL's own secrets, to be kept out of every message. */
  readonly secrets: readonly string[];
  /** Ends a connection that was kept. */
  readonly disconnect: () => Promise<void>;
}

/** @param folder for key and host files, readable by this user only */
export async function prepareRemote(options: RemoteOptions, folder: string): Promise<Remote> {
  const { url, username, password } = withoutCredentials(options);
  if (/^-|^ext::|^fd::/.test(url)) throw new Error('GIT_REMOTE is no URL of a git repository');
  if (options.environment)
    return { url: options.url, env: { ...options.environment }, secrets: [], disconnect: async () => {} };
  const ssh = isSsh(url) ? await prepareSsh(options, folder) : undefined;
  const env = /^https?:/i.test(url) ? httpEnvironment(url, username, password) : ssh?.env;
  const encoded = username === undefined ? undefined : Buffer.from(`${username}:${password ?? ''}`).toString('base64');
  return {
    url,
    env: gitEnvironment({ GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh', ...env }),
    disconnect: async () => ssh?.disconnect(),
    secrets: [password, encoded].filter((secret): secret is string => secret !== undefined && secret !== ''),
  };
}

function withoutCredentials(options: RemoteOptions): Pick<RemoteOptions, 'username' | 'password'> & { url: string } {
  const { url, username, password } = options;
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return { url, username, password };
  const parsed = new URL(url);
  const own = { username: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) };
  parsed.username = '';
  parsed.password = '';
  const secret = password ?? (own.password || undefined);
  // A token alone needs some user name; hosts do not look at it.
  const user = username ?? (own.username || (secret === undefined ? undefined : 'x-access-token'));
  return { url: parsed.href, username: user, password: secret };
}

/** By the environment, because arguments can be seen by every process of the machine; sent at once, which saves a round trip. */
function httpEnvironment(
  url: string,
  username: string | undefined,
  password: string | undefined,
): Record<string, string> {
  const settings: [string, string][] = [['http.followRedirects', 'initial']];
  if (username !== undefined) {
    const basic = Buffer.from(`${username}:${password ?? ''}`).toString('base64');
    settings.push([`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${basic}`]);
  }
  const numbered = settings.flatMap(([key, value], n) => [
    [`GIT_CONFIG_KEY_${n}`, key],
    [`GIT_CONFIG_VALUE_${n}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(numbered) };
}
