/** The baseline of polls: a Fastify route that returns the same JSON and does nothing else. */
import Fastify from 'fastify';

const [port, body] = process.argv.slice(2);
const answer = JSON.parse(body);
const app = Fastify();
app.get('/*', async () => answer);
process.on('SIGTERM', () => process.exit(0));
await app.listen({ port: Number(port), host: '127.0.0.1' });
