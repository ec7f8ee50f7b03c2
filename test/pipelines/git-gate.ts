/** In front of a git server: credentials as git hosts take them. Knows nothing of git. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { freePort } from '../helpers/broker-process.js';
import type { GitServer } from '../helpers/git-server.js';

export const TOKEN = 'glpat-t0ken/of:git';

/** As git hosts do, it looks at the token only, and not at the user name. */
export async function startGate(server: Pick<GitServer, 'url' | 'username' | 'password'>) {
  const authorization = `Basic ${Buffer.from(`${server.username}:${server.password}`).toString('base64')}`;
  const gate = createServer((incoming, outgoing) => {
    const [, given = ''] = (incoming.headers.authorization ?? '').split(' ');
    if (!Buffer.from(given, 'base64').toString().endsWith(`:${TOKEN}`)) {
      outgoing.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const { method, headers } = incoming;
    const forwarded = request(`${server.url}${incoming.url}`, { method, headers: { ...headers, authorization } });
    forwarded.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  const port = await freePort();
  await once(gate.listen(port, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = once(gate, 'close');
      gate.close();
      gate.closeAllConnections();
      await closed;
    },
  };
}
