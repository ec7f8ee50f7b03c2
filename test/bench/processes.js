/** Starts the built broker, and a bare Fastify route to compare with, as processes of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const HTTP_BACKEND = fileURLToPath(new URL('http-backend.js', import.meta.url));
const BARE = fileURLToPath(new URL('bare-route.js', import.meta.url));

const AUTHORIZATION = `Basic ${Buffer.from('bench:bench').toString('base64')}`;
export const HEADERS = {
  authorization: AUTHORIZATION,
  'x-broker-api-version': '2.17',
  'content-type': 'application/json',
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function started(child, url) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`process ended with ${child.exitCode}`);
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
}

export async function startBroker(remote, localPath) {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GIT_REMOTE: remote,
    GIT_LOCAL_PATH: localPath,
    SERVER_PORT: String(port),
    SERVER_ADDRESS: '127.0.0.1',
    APP_BASIC_AUTH_USERNAME: 'bench',
    APP_BASIC_AUTH_PASSWORD: 'bench',
    LOG_LEVEL: process.env.BENCH_LOG_LEVEL ?? 'info',
  };
  const child = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  return { url, pid: child.pid, stop: await started(child, `${url}/readyz`) };
}

/** @param {string} root folder of bare repositories */
export async function startHttpRemote(root) {
  const port = await freePort();
  const child = spawn(process.execPath, [HTTP_BACKEND, root, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  return { url, stop: await started(child, `${url}/ready`) };
}

/** @param body what the route answers, as JSON */
export async function startBareRoute(body) {
  const port = await freePort();
  const child = spawn(process.execPath, [BARE, String(port), JSON.stringify(body)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  return { url, stop: await started(child, url) };
}
