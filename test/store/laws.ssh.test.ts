import { afterAll, beforeAll } from 'vitest';
import { startSshServer } from '../helpers/ssh-server.js';
import type { SshServer } from '../helpers/ssh-server.js';
import { givenSshRemote } from './given-store.js';
import { describeStoreLaws } from './laws.js';

let server: SshServer;
beforeAll(async () => {
  server = await startSshServer();
});
afterAll(() => server.stop());

describeStoreLaws('ssh', (files) => givenSshRemote(server, files));
