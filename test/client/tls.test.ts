import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { ConnectionOptions } from '../../src/client/broker-connection.js';
import { OsbClient } from '../../src/client/osb-client.js';
import { givenMock } from '../mock/given-mock.js';
import { givenCertificate } from '../server/given-certificate.js';

const CATALOG = '{"services":[]}';

async function givenTlsBroker(answer: 'catalog' | 'nothing' = 'catalog') {
  const certificate = await givenCertificate();
  const server = createServer(certificate, (_request, response) => {
    if (answer === 'catalog') response.setHeader('content-type', 'application/json').end(CATALOG);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}`;
  const client = (options: Partial<ConnectionOptions> = {}) => new OsbClient({ url, ...options });
  return { client, ca: certificate.cert };
}

test('a certificate of an own authority is trusted when told so', async () => {
  const { client, ca } = await givenTlsBroker();
  expect(await client({ ca }).catalog()).toEqual({ services: [] });
});

test('any certificate is trusted when told so', async () => {
  const { client } = await givenTlsBroker();
  expect(await client({ insecure: true }).catalog()).toEqual({ services: [] });
});

test.each(['nothing', 'another authority'])('no unknown certificate is trusted when told of %s', async (told) => {
  const { client } = await givenTlsBroker();
  const options = told === 'nothing' ? {} : { ca: (await givenCertificate()).cert };
  await expect(client(options).catalog()).rejects.toMatchObject({
    name: 'NoAnswerError',
    reason: 'connection',
    message: expect.stringMatching(/self-signed certificate/),
  });
});

test('a deadline counts as one here as well', async () => {
  const { client } = await givenTlsBroker('nothing');
  await expect(client({ insecure: true, timeoutMs: 200 }).catalog()).rejects.toMatchObject({ reason: 'timeout' });
});

test('bodies, queries and errors go the same way, also without TLS', async () => {
  const { orders, client } = await givenMock({}, { connection: { insecure: true } });
  await orders.provision({ instanceId: 'i', service: 'mock', plan: 'small', body: { parameters: { size: 1 } } });
  expect(await client.fetchInstance({ instanceId: 'i' })).toMatchObject({ parameters: { size: 1 } });
  await expect(client.fetchInstance({ instanceId: 'j' })).rejects.toMatchObject({ status: 404 });
});
