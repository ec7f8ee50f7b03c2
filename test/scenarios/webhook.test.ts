import { createHmac } from 'node:crypto';
import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { ORDER } from '../helpers/catalog.js';
import { givenBroker } from '../helpers/given-broker.js';
import { instanceUrl } from '../helpers/platform.js';

test('with a webhook a status is seen although nobody looks at the remote for an hour', async () => {
  const hourly = { GIT_POLL_INTERVAL: '3600', GIT_MAX_STALENESS: '3600' };
  const broker = await givenBroker({}, { ...hourly, WEBHOOK_SECRET: 'webhook-secret' });
  try {
    const { body } = await broker.platform.change('PUT', instanceUrl('ordered'), { body: ORDER });
    const query = { operation: String(body['operation']) };
    const poll = async () => (await broker.platform.get(`${instanceUrl('ordered')}/last_operation`, { query })).body;
    const status = dump({ status: 'succeeded', operation: query.operation });
    await broker.repository.push({ 'instances/ordered/status.yml': status });
    expect(await poll()).toMatchObject({ state: 'in progress' });

    const payload = '{"ref":"refs/heads/main"}';
    const signature = createHmac('sha256', 'webhook-secret').update(payload).digest('hex');
    const headers = { 'x-hub-signature-256': `sha256=${signature}` };
    const { status: answer } = await fetch(`${broker.process.url}/webhooks/git`, {
      method: 'POST',
      headers,
      body: payload,
    });
    expect(answer).toBe(202);
    await expect.poll(poll, { timeout: 10_000 }).toEqual({ state: 'succeeded' });
  } finally {
    await broker.remove();
  }
});
