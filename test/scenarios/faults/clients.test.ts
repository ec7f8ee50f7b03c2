import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FaultyBroker } from './given-fault.js';
import { givenFaultyBroker } from './given-fault.js';

async function openConnection({ process }: FaultyBroker): Promise<Socket> {
  const socket = connect(Number(new URL(process.url).port), '127.0.0.1');
  // The broker may end it, which is what some tests wait for.
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function openConnections(broker: FaultyBroker, number: number): Promise<void> {
  for (let opened = 0; opened < number; opened += 100) {
    await Promise.all(Array.from({ length: 100 }, () => openConnection(broker)));
  }
}

describe('faults of clients', () => {
  test('one that sends its headers slowly: 408 and an end after 15 s, others are served meanwhile', async () => {
    const broker = await givenFaultyBroker();
    const socket = await openConnection(broker);
    const answer = text(socket);
    socket.write('PUT /v2/service_instances/slow HTTP/1.1\r\nHost: broker\r\n');
    expect((await broker.order('one')).status).toBe(202);
    expect(await answer).toMatch(/^HTTP\/1.1 408 /);
    await broker.expectTold('gitbroker_broken_connections_total{reason="slow"}', /A connection was ended/);
    expect(await broker.operationsOf('slow')).toBe(0);
  });

  test('one that speaks no HTTP: 400 and an end', async () => {
    const broker = await givenFaultyBroker();
    const socket = await openConnection(broker);
    const answer = text(socket);
    socket.write('HELO broker\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1.1 400 /);
    await broker.expectTold('gitbroker_broken_connections_total{reason="not-http"}', /A connection was ended/);
  });

  test('thousands of idle connections: orders and polls go on', async () => {
    const broker = await givenFaultyBroker();
    await openConnections(broker, 3000);
    expect((await broker.order('one')).status).toBe(202);
    expect((await broker.poll('one')).status).toBe(200);
    await expect.poll(() => broker.metric('gitbroker_open_connections')).toBeGreaterThanOrEqual(3000);
  });

  test.skipIf(!existsSync('/usr/bin/prlimit'))(
    'more connections than files: those beyond are ended, orders on the others go on',
    async () => {
      const broker = await givenFaultyBroker({ below: ['prlimit', '--nofile=400'] });
      expect((await broker.order('before')).status).toBe(202);
      await openConnections(broker, 400);
      expect((await broker.order('one')).status).toBe(202);
      await broker.expectTold('gitbroker_broken_connections_total{reason="too-many"}', /Too many connections/);
    },
  );
});
