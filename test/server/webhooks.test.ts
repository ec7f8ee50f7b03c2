import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { basic, givenServer } from './given-server.js';

const SECRETS = ['old-secret', 'new-secret', `whsec_${Buffer.from('k'.repeat(32)).toString('base64')}`];
const NOW = new Date('2026-01-01T00:00:00Z');
const BODY = '{"ref": "refs/heads/main",  "any": "thing"}';
const SECONDS = String(NOW.getTime() / 1000);

const hex = (secret: string, text = BODY) => createHmac('sha256', secret).update(text).digest('hex');
const standard = (key: string, seconds = SECONDS) =>
  createHmac('sha256', key).update(`msg-1.${seconds}.${BODY}`).digest('base64');

type Server = Awaited<ReturnType<typeof givenServer>>;
let server: Server | undefined;
afterEach(() => server?.close());

async function given(secrets: readonly string[] = SECRETS) {
  let pushes = 0;
  const pushed = () => {
    pushes += 1;
  };
  const { url, get } = (server = await givenServer({ webhooks: { secrets, pushed, clock: () => NOW } }));
  return {
    pushes: () => pushes,
    metrics: async () => (await get('/metrics')).text(),
    send: async (headers: Record<string, string>, body = BODY) =>
      (await fetch(`${url}/webhooks/git`, { method: 'POST', headers, body })).status,
  };
}

describe('POST /webhooks/git', () => {
  test.each([
    ['GitHub', { 'x-hub-signature-256': `sha256=${hex('old-secret')}` }],
    ['the second secret', { 'x-hub-signature-256': `sha256=${hex('new-secret')}` }],
    ['Bitbucket', { 'x-hub-signature': `sha256=${hex('new-secret')}` }],
    ['Gitea', { 'x-gitea-signature': hex('new-secret') }],
    ['Forgejo', { 'x-forgejo-signature': hex('new-secret') }],
    ['GitLab, secret token', { 'x-gitlab-token': 'new-secret' }],
    [
      'GitLab, signing token; one of several signatures',
      {
        'webhook-id': 'msg-1',
        'webhook-timestamp': SECONDS,
        'webhook-signature': `v1,other v1,${standard('k'.repeat(32))}`,
      },
    ],
    ['Azure DevOps', { authorization: basic('anybody:new-secret') }],
  ])('%s: 202, and the remote is looked at', async (_host, headers) => {
    const { send, pushes, metrics } = await given();
    expect(await send({ 'content-type': 'application/json', ...headers })).toBe(202);
    expect(pushes()).toBe(1);
    expect(await metrics()).toContain('gitbroker_webhooks_total{result="accepted"} 1');
  });

  test.each([
    ['nothing', {}],
    ['another secret', { 'x-hub-signature-256': `sha256=${hex('wrong')}` }],
    ['another body', { 'x-hub-signature-256': `sha256=${hex('new-secret', '{}')}` }],
    ['a SHA-1 signature', { 'x-hub-signature': `sha1=${hex('new-secret')}` }],
    ['a wrong token', { 'x-gitlab-token': 'new-secre' }],
    ['an empty token', { 'x-gitlab-token': '' }],
    ['the platform’s password', { authorization: basic('user:password') }],
    [
      'a signature of ten minutes ago',
      {
        'webhook-id': 'msg-1',
        'webhook-timestamp': String(Number(SECONDS) - 600),
        'webhook-signature': `v1,${standard('k'.repeat(32), String(Number(SECONDS) - 600))}`,
      },
    ],
    [
      'a signature without a time',
      { 'webhook-id': 'msg-1', 'webhook-timestamp': 'x', 'webhook-signature': `v1,${standard('k'.repeat(32), 'x')}` },
    ],
  ])('%s: 401, nothing happens, and it is counted', async (_case, headers) => {
    const { send, pushes, metrics } = await given();
    expect(await send(headers)).toBe(401);
    expect(pushes()).toBe(0);
    expect(await metrics()).toContain('gitbroker_webhooks_total{result="refused"} 1');
  });

  test('a body over 5 MiB: 413', async () => {
    const { send, pushes } = await given();
    const body = 'x'.repeat(5 * 1024 * 1024 + 1);
    expect(await send({ 'x-hub-signature-256': `sha256=${hex('new-secret', body)}` }, body)).toBe(413);
    expect(pushes()).toBe(0);
  });

  test('without a secret there is no such path', async () => {
    const { send } = await given([]);
    expect(await send({ 'x-gitlab-token': 'new-secret' })).toBe(401);
    expect(await send({ authorization: basic('user:password') })).toBe(404);
  });
});
