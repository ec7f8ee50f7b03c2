/** A git store for the time of one command, with its clone in a folder that goes away with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGitStore } from '../../store/git-store.js';
import type { CommitNote, Store } from '../../store/store.js';
import { gitIn, personalEnvironment } from './git-command.js';
import type { Settings } from './settings.js';

/** No helper programs that a URL could name. */
const GIT_ALLOW_PROTOCOL = 'file:git:http:https:ssh';

export interface RemoteStoreRequest {
  readonly url: string;
  readonly branch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
  /** Of git, beside those of the person. */
  readonly extraEnvironment?: Record<string, string>;
  /** Whose name the commits carry is looked up here. */
  readonly cwd: string;
  /** For those who look back. */
  readonly fullHistory?: boolean | undefined;
  /** That of commands unless told. */
  readonly composeMessage?: (notes: readonly CommitNote[]) => string;
}

export interface RemoteStore {
  readonly store: Store;
  readonly gitDir: string;
  close(): Promise<void>;
}

export async function openRemoteStore(request: RemoteStoreRequest): Promise<RemoteStore> {
  const { url, branch, env, settings, extraEnvironment, cwd } = request;
  const localPath = await mkdtemp(join(tmpdir(), 'gitbroker-'));
  const author = await authorOf(cwd, env);
  const store = openGitStore({
    remote: hasOwnCredentials(url, settings)
      ? { url, ...settings.credentials }
      : { url, environment: { ...personalEnvironment(env), GIT_ALLOW_PROTOCOL, ...extraEnvironment } },
    branch,
    localPath,
    author,
    composeMessage: request.composeMessage ?? composeMessage,
    timeoutMs: settings.timeoutMs,
    fullHistory: request.fullHistory ?? false,
    clock: () => new Date(),
  });
  return {
    store,
    gitDir: join(localPath, 'clone.git'),
    close: async () => {
      await store.close();
      await rm(localPath, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Credentials of the broker's variables or of the URL go before those that git knows of the person. */
function hasOwnCredentials(url: string, { credentials }: Settings): boolean {
  const inUrl = /^https?:\/\/[^/]*@/i.test(url);
  return inUrl || credentials.password !== undefined || credentials.sshKey !== undefined;
}

async function authorOf(cwd: string, env: RemoteStoreRequest['env']) {
  const git = gitIn(cwd, env);
  const configured = async (key: string) => (await git.ask('config', key)).stdout.trim();
  return {
    name: env['GIT_COMMIT_AUTHOR_NAME'] || env['GIT_AUTHOR_NAME'] || (await configured('user.name')) || 'gitbroker',
    email:
      env['GIT_COMMIT_AUTHOR_EMAIL'] ||
      env['GIT_AUTHOR_EMAIL'] ||
      (await configured('user.email')) ||
      'gitbroker@localhost',
  };
}

function composeMessage(notes: readonly CommitNote[]): string {
  return notes.map(messageOf).join('\n');
}

function messageOf({ subject, trailers }: CommitNote): string {
  const lines = Object.entries(trailers).map(([key, value]) => `${key}: ${value}\n`);
  return lines.length > 0 ? `${subject}\n\n${lines.join('')}` : `${subject}\n`;
}
