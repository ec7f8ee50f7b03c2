/** A git host over HTTP as a process of its own: `git http-backend`, without authentication. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const [root, port] = process.argv.slice(2);

createServer((request, response) => {
  if (request.url === '/ready') response.end();
  else serve(request, response);
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

function serve(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const env = {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    REMOTE_USER: 'bench',
    REQUEST_METHOD: request.method,
    PATH_INFO: pathname,
    QUERY_STRING: searchParams.toString(),
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
  };
  const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  backend.stdin.on('error', () => {});
  request.pipe(backend.stdin);
  let head = Buffer.alloc(0);
  const onHead = (data) => {
    head = Buffer.concat([head, data]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    backend.stdout.off('data', onHead);
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const colon = line.indexOf(':');
      if (line.startsWith('Status')) response.statusCode = Number.parseInt(line.slice(colon + 1), 10);
      else response.setHeader(line.slice(0, colon), line.slice(colon + 1).trim());
    }
    response.write(head.subarray(end + 4));
    backend.stdout.pipe(response);
  };
  backend.stdout.on('data', onHead);
}
