import { expect, test } from 'vitest';
import { basicAuthentication } from '../../src/osb/basic-authentication.js';
import { givenPlugin } from './running-plugin.js';

const CREDENTIALS = [
  { username: 'user', password: 'secret' },
  { username: 'üser', password: 'with:colon' },
];
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

async function ask(authorization: string | undefined) {
  const plugin = await givenPlugin({ authenticate: basicAuthentication(CREDENTIALS, 'test') });
  const { status, body, headers } = await plugin.ask('GET', '/v2/catalog', { headers: { authorization } });
  return { status, body, challenge: headers.get('www-authenticate') };
}

test.each(['user:secret', 'üser:with:colon'])('%s may pass (AUTH-01)', async (text) => {
  expect(await ask(basic(text))).toMatchObject({ status: 200, challenge: null });
});

test('the scheme is not case-sensitive (RFC 9110)', async () => {
  expect(await ask(basic('user:secret').replace('Basic', 'bASIC'))).toMatchObject({ status: 200 });
});

test.each([
  ['nothing', undefined],
  ['a wrong password', basic('user:wrong')],
  ['the password of another', basic('user:with:colon')],
  ['no colon', basic('user')],
  ['no Base64', 'Basic ???'],
  ['another scheme', 'Bearer dXNlcjpzZWNyZXQ='],
])('%s: 401, told apart by nobody (AUTH-02)', async (_name, authorization) => {
  expect(await ask(authorization)).toEqual({
    status: 401,
    body: { error: 'Unauthorized', description: 'Valid credentials are required (HTTP Basic authentication)' },
    challenge: 'Basic realm="test", charset="UTF-8"',
  });
});
