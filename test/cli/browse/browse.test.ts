import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { givenCheckout } from '../given-cli.js';
import type { Checkout } from '../given-cli.js';
import { bindingFiles, instanceFiles } from '../records.js';
import { browse, GIVEN_BACK, hasPseudoTerminal } from './given-terminal.js';

let checkout: Checkout;
beforeEach(async () => {
  checkout = await givenCheckout({
    ...instanceFiles('db', {}),
    ...bindingFiles('db', 'app', {}),
    'instances/db/bindings/app/credentials.yml': 'password: geheim\n',
    ...instanceFiles('evil', { status: { status: 'failed', description: '\u001B]0;owned\u0007\u001B[2J\u009B2J' } }),
  });
});
afterEach(() => checkout.remove());

const LIST = 'q quit';
const ENDED = { code: 0, restored: true, missed: null };

describe('gitbroker browse without a terminal', () => {
  test('exit code 2, and what to use instead', async () => {
    expect(await checkout.gitbroker('browse')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'gitbroker: browse needs a terminal: without one, use gitbroker list, show and update\n',
    });
  });
});

describe('gitbroker browse in a pseudo-terminal', () => {
  beforeEach(({ skip }) => skip(!hasPseudoTerminal, 'there is no python3, whose library has pseudo-terminals'));

  test('filter, show, reveal, update: written as gitbroker update does', async () => {
    const { output, ...end } = await browse(
      [checkout.path],
      [
        { expect: LIST, send: '/' },
        { expect: 'type to filter', send: 'app' },
        { expect: '1 of 3 records', send: '\r' },
        { expect: LIST, send: '\r' },
        { expect: 'password: (hidden, press c)', send: 'c' },
        { expect: 'password: geheim', send: 'u' },
        { expect: 'What did it come to?', send: '\r' },
        { expect: 'Description, told', send: 'done\r' },
        { expect: 'A credential, key=value', send: 'password=new\r\u001B[200~pem=a\nb\u001B[201~\r\r' },
        { expect: 'Report this? (y/n)', send: 'y' },
        { expect: 'Reported succeeded for the bind of service binding app of service instance db', send: 'q' },
      ],
    );
    expect(end).toEqual(ENDED);
    expect(output.split(GIVEN_BACK)).toEqual([expect.any(String), '']);
    const files = await Promise.all(
      ['status', 'credentials'].map((name) => checkout.read(`instances/db/bindings/app/${name}.yml`)),
    );
    expect(files).toEqual([
      '---\nstatus: succeeded\ndescription: done\noperation: op-b\n',
      '---\npassword: new\npem: |-\n  a\n  b\n',
    ]);
    expect(output).not.toContain('new');
  });

  test.each(['a checkout with --push', 'a bare repository'])('%s: a commit on the remote', async (kind) => {
    const isBare = kind === 'a bare repository';
    const shown = await browse(isBare ? [checkout.remote.path] : [checkout.path, '--push'], [
      { expect: LIST, send: '/evil\r' },
      { expect: '1 of 3 records', send: 'u' },
      { expect: 'What did it come to?', send: '\u001B[A\u001B[B\u001B[B\r\r' },
      { expect: 'Report this? (y/n)', send: 'y' },
      { expect: 'Reported in progress', send: '\u0003' },
    ]);
    expect(shown).toMatchObject(ENDED);
    expect(await checkout.remote.git('log', '-1', '--format=%an: %B', 'main')).toBe(
      `${isBare ? 'gitbroker' : 'Person'}: CLI: in progress, provision of evil\n\nOperation: op-1\n\n`,
    );
    expect(await checkout.git('status', '--porcelain')).toBe('');
  });

  test('what a record says cannot steer the terminal; NO_COLOR leaves colours out', async () => {
    const { output, ...end } = await browse(
      [checkout.path],
      [
        { expect: LIST, send: '\u001B[F\r' },
        { expect: 'service instance evil', send: 'q' },
      ],
      { NO_COLOR: '1' },
    );
    expect(end).toEqual(ENDED);
    expect(output).toContain(']0;owned');
    const sequences = new Set(output.match(/(?![\r\n])\p{Cc}(?:\[[\d;?]*[A-Za-z]|.)?/gu));
    const ours = ['?1049h', '?25l', '?7l', '?2004h', 'H', '2K', '?2004l', '?7h', '?25h', '0m', '?1049l'];
    expect([...sequences].sort()).toEqual(ours.map((one) => `\u001B[${one}`).sort());
  });

  test('follows the size of the window, and refreshes', async () => {
    const { output, ...end } = await browse(
      [checkout.path],
      [
        { expect: LIST, resize: [30, 6] },
        { expect: 'enter show   u update   / filt', send: 'r' },
        { expect: 'Refreshed', send: 'q' },
      ],
      { NO_COLOR: '1' },
    );
    expect(end).toEqual(ENDED);
    const lines = (output.split('\u001B[H').at(-1) ?? '').replace(GIVEN_BACK, '').split('\u001B[2K').slice(1);
    expect(lines.map((line) => line.trimEnd())).toEqual([
      `${checkout.path}: 3 records`.slice(0, 30),
      '  RECORD  OPERATION  STATUS',
      '> db      provision  in progre',
      '  └ app   bind       in progre',
      'Refreshed',
      'enter show   u update   / filt',
    ]);
  });

  test('a repository that cannot be read is told of; the screen stays, and may try again', async () => {
    const { path } = checkout.remote;
    const shown = await browse(
      [path],
      [
        { expect: LIST, move: [path, `${path}.away`], send: 'r' },
        { expect: 'Refreshing', send: '' },
        { expect: 'git fetch failed', move: [`${path}.away`, path], send: 'r' },
        { expect: 'Refreshed', send: 'q' },
      ],
    );
    expect(shown).toMatchObject(ENDED);
  });

  test('SIGTERM: the terminal is given back', async () => {
    const { output, ...end } = await browse([checkout.path], [{ expect: LIST, signal: 'SIGTERM' }]);
    expect(end).toEqual(ENDED);
    expect(output.endsWith(GIVEN_BACK)).toBe(true);
  });

  test('an error that nobody foresaw: the terminal is given back before it is told', async () => {
    const fault = 'process.on("SIGUSR2",()=>{throw(new(Error)("unforeseen"))})';
    const { output, ...end } = await browse([checkout.path], [{ expect: LIST, signal: 'SIGUSR2' }], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    });
    expect(end).toEqual({ ...ENDED, code: 1 });
    expect(output.split(GIVEN_BACK)).toEqual([expect.any(String), expect.stringContaining('unforeseen')]);
  });
});
