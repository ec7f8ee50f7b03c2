/** `gitbroker demo`: the whole life of a service on the embedded default, played for a person to watch. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/config.js';
import { startServer } from '../../server/start.js';
import { Narrator } from '../demo/narrator.js';
import { DemoPipeline } from '../demo/pipeline.js';
import { DemoPlatform } from '../demo/platform.js';
import { playLifeOfService } from '../demo/story.js';

export interface DemoOptions {
  readonly stdout: NodeJS.WritableStream;
  /** Colours and emphasis; plain text otherwise. */
  readonly color: boolean;
}

/** Runs on a port and in a folder of its own, and leaves neither behind. */
export async function runDemo({ stdout, color }: DemoOptions): Promise<void> {
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
  try {
    const server = await startServer(read.config);
    try {
      const repository = join(folder, 'broker', 'repository.git');
      await playLifeOfService({
        narrator: new Narrator(stdout, color),
        platform: new DemoPlatform(server.url, 'demo', password),
        pipeline: await DemoPipeline.clone(repository, join(folder, 'pipeline')),
        access: { url: server.url, username: 'demo', password, repository },
      });
    } finally {
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
