import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gitbroker, givenCheckout } from './given-cli.js';
import type { Checkout } from './given-cli.js';

let checkout: Checkout;
beforeEach(async () => {
  checkout = await givenCheckout({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
});
afterEach(() => checkout.remove());

describe('gitbroker git pull', () => {
  test('follows the remote; local commits and what is dirty are kept', async () => {
    await checkout.write('own.txt', 'own\n');
    await checkout.git('add', 'own.txt');
    await checkout.git('commit', '-qm', 'mine');
    await checkout.write('b.txt', 'dirty\n');
    await checkout.remote.push({ 'a.txt': 'theirs\n' });
    const { code, stdout, stderr } = await checkout.gitbroker('git', 'pull');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^The checkout is at [0-9a-f]{40}\n$/),
    });
    expect(await checkout.git('log', '--format=%s')).toBe('mine\npipeline\nstart\n');
    expect(await checkout.git('status', '--porcelain')).toBe(' M b.txt\n');
    expect(await checkout.read('a.txt')).toBe('theirs\n');
    expect(await checkout.gitbroker('git', 'pull')).toMatchObject({ stderr: 'The checkout is up to date\n' });
  });

  test('the same file is dirty here and changed there: exit code 3, everything as it was', async () => {
    await checkout.write('a.txt', 'dirty\n');
    await checkout.remote.push({ 'a.txt': 'theirs\n' });
    expect(await checkout.gitbroker('git', 'pull')).toEqual({
      code: 3,
      stdout: '',
      stderr: 'gitbroker: changed here, uncommitted, and on the remote; nothing is changed: a.txt\n',
    });
    expect(await checkout.git('status', '--porcelain')).toBe(' M a.txt\n');
    expect(await checkout.git('stash', 'list')).toBe('');
  });
});

describe('gitbroker git push', () => {
  test('commits and pushes everything, as who was told', async () => {
    await checkout.write('new.txt', 'new\n');
    const answer = await checkout.gitbroker('git', 'push', '-n', 'CI', '-e', 'ci@example.com', '-m', 'made');
    expect(answer).toMatchObject({ code: 0, stdout: '' });
    expect(await checkout.remote.git('log', '-1', '--format=%an <%ae> %s', 'main')).toBe('CI <ci@example.com> made\n');
    expect(await checkout.gitbroker('git', 'push')).toMatchObject({ code: 0 });
    expect(await checkout.remote.git('log', '--format=%s', 'main')).toBe('made\nstart\n');
  });

  test('others were faster: put on top of theirs, without a merge', async () => {
    await checkout.write('a.txt', 'mine\n');
    await checkout.remote.push({ 'b.txt': 'theirs\n' });
    expect(await checkout.gitbroker('git', 'push')).toMatchObject({ code: 0 });
    expect(await checkout.remote.git('log', '--format=%s', 'main')).toBe('Commit changes\npipeline\nstart\n');
    expect(await checkout.remote.read('a.txt')).toBe('mine\n');
    expect(await checkout.remote.read('b.txt')).toBe('theirs\n');
  });

  test('others changed the same: exit code 3, not pushed, no rebase left behind', async () => {
    await checkout.write('a.txt', 'mine\n');
    await checkout.remote.push({ 'a.txt': 'theirs\n' });
    const answer = await checkout.gitbroker('git', 'push');
    expect(answer).toEqual({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('the same was changed here and on origin/main'),
    });
    expect(await checkout.read('a.txt')).toBe('mine\n');
    expect(await checkout.git('status')).not.toContain('rebase');
    expect(await checkout.remote.read('a.txt')).toBe('theirs\n');
  });

  test('a detached head: exit code 2; with --branch it works', async () => {
    await checkout.git('checkout', '-q', '--detach');
    await checkout.write('a.txt', 'mine\n');
    expect(await checkout.gitbroker('git', 'push')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('detached'),
    });
    expect(await checkout.gitbroker('git', 'push', '--branch', 'main')).toMatchObject({ code: 0 });
    expect(await checkout.remote.read('a.txt')).toBe('mine\n');
  });

  test('no checkout: exit code 2', async () => {
    expect(await gitbroker(['git', 'push', checkout.remote.path])).toMatchObject({ code: 2, stdout: '' });
  });
});
