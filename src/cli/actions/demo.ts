/** `gitbroker demo`: the whole life of three services on the embedded default, played for a person to watch. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/config.js';
import { startServer } from '../../server/start.js';
import type { CommandContext } from '../command-context.js';
import { Narrator } from '../demo/narrator.js';
import { DemoPlatform } from '../demo/platform.js';
import { DemoRepository } from '../demo/repository.js';
import { playStory } from '../demo/story.js';

/** Runs on a port and in a folder of its own, and leaves neither behind. */
export async function runDemo(context: CommandContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gitbroker-demo-'));
  const password = randomBytes(12).toString('base64url');
  const read = readConfig({
    GIT_LOCAL_PATH: join(folder, 'broker'),
    GIT_POLL_INTERVAL: '1',
    POLL_RETRY_AFTER: '1',
    SERVER_ADDRESS: '127.0.0.1',
    SERVER_PORT: '0',
    APP_BASIC_AUTH_USERNAME: 'demo',
    APP_BASIC_AUTH_PASSWORD: password,
    LOG_LEVEL: 'silent',
  });
  if (!read.config) throw new Error(`the demo's configuration is invalid: ${JSON.stringify(read.problems)}`);
  // A person's own configuration of the broker is none of the demo's.
  const env = Object.fromEntries(
    Object.entries(context.env).filter(([name]) => /^(PATH|HOME|TMPDIR|LANG)$/.test(name)),
  );
  try {
    const server = await startServer(read.config);
    try {
      await playStory({
        narrator: new Narrator(context.stdout, context.color),
        platform: new DemoPlatform(server.url, 'demo', password),
        repository: new DemoRepository(join(folder, 'broker', 'repository.git')),
        context: { ...context, env, cwd: folder },
        folder,
        hasTerraform: await canRun('terraform', env['PATH']),
        access: { url: server.url, username: 'demo', password },
      });
    } finally {
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function canRun(program: string, path: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, ['version'], { env: { PATH: path, CHECKPOINT_DISABLE: '1' } }, (error) => resolve(!error));
  });
}
