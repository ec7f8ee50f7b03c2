/** Where the broker is and who asks: options of the command line, else variables as eden has them. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConnectionOptions, Credentials } from '../../client/broker-connection.js';
import type { CommandContext } from '../command-context.js';
import { wrongUsage } from '../refusal.js';
import { readObject } from './read-object.js';

export interface ConnectionFlags {
  readonly url?: string;
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
  readonly header?: readonly string[];
  readonly apiVersion?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly timeout?: number;
  readonly originatingIdentity?: string;
  readonly requestIdentity?: string;
}

type Sources = Pick<CommandContext, 'env' | 'cwd' | 'stdin'>;

export async function readConnection(sources: Sources, flags: ConnectionFlags): Promise<ConnectionOptions> {
  const { insecure, requestIdentity, timeout } = flags;
  return {
    url: brokerUrl(sources, flags),
    credentials: credentialsOf(sources, flags),
    headers: headersOf(flags.header ?? []),
    apiVersion: apiVersionOf(flags.apiVersion),
    ca: flags.ca === undefined ? undefined : await readCertificates(sources, flags.ca),
    insecure,
    timeoutMs: timeout === undefined ? undefined : timeout * 1_000,
    originatingIdentity: await identityOf(sources, flags.originatingIdentity),
    requestIdentity: requestIdentity === undefined ? undefined : () => requestIdentity,
  };
}

function brokerUrl({ env }: Sources, flags: ConnectionFlags): string {
  const text = flags.url ?? env['SB_BROKER_URL'];
  if (!text) throw wrongUsage('where is the broker? Give --url, or set SB_BROKER_URL');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw wrongUsage('the URL of the broker must begin with http:// or https://');
  }
  if (url.username || url.password) throw wrongUsage('the URL of the broker must not contain credentials');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** What is given as an option counts before all variables. */
function credentialsOf({ env }: Sources, flags: ConnectionFlags): Credentials | undefined {
  if (flags.token !== undefined) return { token: flags.token };
  const username = flags.username ?? env['SB_BROKER_USERNAME'];
  if (username) return { username, password: flags.password ?? env['SB_BROKER_PASSWORD'] ?? '' };
  const token = env['SB_BROKER_TOKEN'];
  return token ? { token } : undefined;
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const pairs = lines.map((line) => {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw wrongUsage('--header must be "Name: value"');
    return [name, value];
  });
  return Object.fromEntries(pairs);
}

function apiVersionOf(version: string | undefined): string | undefined {
  if (version === undefined || /^\d+\.\d+$/.test(version)) return version;
  throw wrongUsage('--api-version must be MAJOR.MINOR, for example 2.17');
}

async function readCertificates({ cwd }: Sources, path: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (cause) {
    throw wrongUsage(`--ca: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function identityOf(
  sources: Sources,
  text: string | undefined,
): Promise<ConnectionOptions['originatingIdentity']> {
  if (text === undefined) return undefined;
  const [, platform, json] = /^(\S+)\s+(\{.*)$/s.exec(text) ?? [];
  if (platform === undefined || json === undefined) {
    throw wrongUsage('--originating-identity must be "<platform> <JSON object>"');
  }
  return { platform, value: await readObject('--originating-identity', json, sources) };
}
