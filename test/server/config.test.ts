import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/server/config.js';
import { givenCertificate } from './given-certificate.js';

const CREDENTIALS = { APP_BASIC_AUTH_USERNAME: 'user', APP_BASIC_AUTH_PASSWORD: 'the-password' };

const files: Record<string, string> = { '/run/password': 'from-file\n', '/run/empty': '\n' };
const readFile = (path: string): string => {
  const content = files[path];
  if (content === undefined) throw Object.assign(new Error(`no such file ${path}`), { code: 'ENOENT' });
  return content;
};
const read = (env: Record<string, string | undefined>) => readConfig({ ...CREDENTIALS, ...env }, readFile);
const problemsOf = (env: Record<string, string | undefined>) => read(env).problems;

describe('readConfig', () => {
  test('credentials are all that is needed; everything else has its default', () => {
    expect(read({ GIT_LOCAL_PATH: '/data' }).config).toEqual({
      git: {
        remote: undefined,
        branch: 'main',
        localPath: '/data',
        username: undefined,
        password: undefined,
        sshKey: undefined,
        sshKnownHosts: undefined,
        sshHostKeyChecking: 'yes',
        timeoutSeconds: 30,
        pollIntervalSeconds: 5,
        idlePollIntervalSeconds: 60,
        author: { name: 'OSB API', email: 'osb@localhost' },
      },
      freshness: { maxStalenessSeconds: 10, maxStalenessHardSeconds: 3600 },
      credentials: [{ username: 'user', password: 'the-password' }],
      webhookSecrets: [],
      server: { port: 8075, address: '0.0.0.0', tls: undefined, metricsPort: undefined, shutdownTimeoutSeconds: 30 },
      logLevel: 'info',
      rules: { requireOperation: false, operationTimeoutSeconds: 604_800 },
      pollRetryAfterSeconds: 10,
    });
  });

  test('without credentials it says which variables to set', () => {
    expect(readConfig({}, readFile)).toEqual({
      problems: [
        {
          variable: 'APP_BASIC_AUTH_USERNAME',
          message: 'is missing; set APP_BASIC_AUTH_USERNAME and APP_BASIC_AUTH_PASSWORD',
        },
      ],
    });
  });

  test('all problems are told at once, each with its variable', () => {
    const env = {
      APP_BASIC_AUTH_PASSWORD: '',
      GIT_REMOTE: '--upload-pack=evil',
      GIT_REMOTE_BRANCH: 'a..b',
      GIT_TIMEOUT: '1e3',
      GIT_SSH_KEY: 'no key',
      GIT_PASSWORD: 'one',
      GIT_TOKEN: 'two',
      SERVER_PORT: '70000',
      SERVER_TLS_CERT: 'no certificate',
      LOG_LEVEL: 'loud',
      STATUS_OPERATION: 'maybe',
    };
    expect(
      problemsOf(env)
        ?.map(({ variable }) => variable)
        .sort(),
    ).toEqual([
      'APP_BASIC_AUTH_PASSWORD',
      'GIT_REMOTE',
      'GIT_REMOTE_BRANCH',
      'GIT_SSH_KEY',
      'GIT_TIMEOUT',
      'GIT_TOKEN',
      'LOG_LEVEL',
      'SERVER_PORT',
      'SERVER_TLS_CERT',
      'SERVER_TLS_KEY',
      'STATUS_OPERATION',
    ]);
  });

  test('no message quotes a value', () => {
    const secret = 'do-not-tell';
    const names = ['GIT_SSH_KEY', 'SERVER_TLS_CERT', 'SERVER_TLS_KEY', 'GIT_TIMEOUT', 'LOG_LEVEL', 'SERVER_PORT'];
    const problems = problemsOf({
      ...Object.fromEntries(names.map((name) => [name, secret])),
      APP_BASIC_AUTH_CREDENTIALS: `user:ok\n${secret}`,
      GIT_PASSWORD_FILE: '/run/password',
      GIT_PASSWORD: secret,
    });
    expect(problems).toHaveLength(8);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  test('a value can come from a file; its last line break is not part of it', () => {
    expect(read({ GIT_PASSWORD_FILE: '/run/password' }).config?.git.password).toBe('from-file');
  });

  test.each([
    ['set twice', { GIT_TOKEN: 'x', GIT_TOKEN_FILE: '/run/password' }, 'GIT_TOKEN', 'GIT_TOKEN_FILE'],
    ['missing', { GIT_TOKEN_FILE: '/run/missing' }, 'GIT_TOKEN_FILE', 'ENOENT'],
    ['empty', { GIT_TOKEN_FILE: '/run/empty' }, 'GIT_TOKEN_FILE', 'empty'],
  ])('a problem when the file is %s', (_name, env, variable, message) => {
    expect(problemsOf(env)).toEqual([{ variable, message: expect.stringContaining(message) }]);
  });

  test('an empty value counts as unset', () => {
    expect(read({ GIT_REMOTE: '', GIT_TIMEOUT: '', METRICS_PORT: '' }).config).toMatchObject({
      git: { remote: undefined, timeoutSeconds: 30 },
      server: { metricsPort: undefined },
    });
  });

  test.each([
    [{ PORT: '1234' }, 1234],
    [{ PORT: '1234', SERVER_PORT: '4321' }, 4321],
    [{ SERVER_PORT: '0' }, 0],
  ])('the port of %j is %i', (env, port) => {
    expect(read(env).config?.server.port).toBe(port);
  });

  test('further credentials, one a line; a password may contain colons', () => {
    const lines = 'korifi:a:b\r\n\nmesh:pässword\n';
    expect(read({ APP_BASIC_AUTH_CREDENTIALS: lines }).config?.credentials).toEqual([
      { username: 'user', password: 'the-password' },
      { username: 'korifi', password: 'a:b' },
      { username: 'mesh', password: 'pässword' },
    ]);
  });

  test('credentials that HTTP cannot carry are refused', () => {
    expect(problemsOf({ APP_BASIC_AUTH_USERNAME: 'a:b', APP_BASIC_AUTH_PASSWORD: 'a\u0007b' })).toEqual([
      { variable: 'APP_BASIC_AUTH_USERNAME', message: expect.stringContaining('colon') },
      { variable: 'APP_BASIC_AUTH_PASSWORD', message: expect.stringContaining('control characters') },
    ]);
  });

  test('a certificate needs the key that belongs to it', async () => {
    const [mine, other] = [await givenCertificate(), await givenCertificate()];
    expect(read({ SERVER_TLS_CERT: mine.cert, SERVER_TLS_KEY: mine.key }).config?.server.tls).toEqual({
      cert: mine.cert,
      key: mine.key,
    });
    expect(problemsOf({ SERVER_TLS_CERT: mine.cert, SERVER_TLS_KEY: other.key })).toEqual([
      { variable: 'SERVER_TLS_KEY', message: expect.stringContaining('does not belong') },
    ]);
  });
});
