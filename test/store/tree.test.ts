import { execFile } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatTree, parseTree } from '../../src/store/tree.js';
import { givenFolder } from '../helpers/broker-process.js';
import { givenFileRemote, givenStore, textOf, write } from './given-store.js';

const run = promisify(execFile);

/** Names that git sorts in its own way, that are no UTF-8, or no plain file. */
async function givenForeignRepository() {
  const folder = await givenFolder();
  onTestFinished(folder.remove);
  const at = (...args: string[]) => run('git', args, { cwd: folder.path, encoding: 'buffer' });
  for (const name of ['a', 'a.b', 'a0', 'ab', 'é', 'sub']) {
    await mkdir(join(folder.path, `${name}-folder`));
    await writeFile(join(folder.path, `${name}-folder`, 'file'), name);
    await writeFile(join(folder.path, `${name}-file`), name);
  }
  await mkdir(join(folder.path, 'a.d'));
  for (const name of ['a.d/x', 'a.d.txt', 'a.d-x', 'run.sh']) await writeFile(join(folder.path, name), name);
  await writeFile(Buffer.concat([Buffer.from(`${folder.path}/latin`), Buffer.from([0xe9])]), 'latin1 name');
  await chmod(join(folder.path, 'run.sh'), 0o755);
  await symlink('a-file', join(folder.path, 'link'));
  await at('init', '--quiet', '--initial-branch=main');
  await at('add', '--all');
  await at('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
  await at('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '--quiet', '-m', 'foreign');
  return { path: folder.path, at };
}

describe('trees', () => {
  test('what git has written comes out of reading and writing byte by byte', async () => {
    const { at } = await givenForeignRepository();
    const { stdout } = await at('cat-file', 'tree', 'main^{tree}');
    expect(formatTree(parseTree(stdout)).equals(stdout)).toBe(true);
    expect(parseTree(stdout).size).toBe(19);
  });

  test('a commit of ours leaves foreign entries as they are, and git finds nothing wrong with it', async () => {
    const foreign = await givenForeignRepository();
    const { remote, repository } = await givenFileRemote({});
    await foreign.at('push', '--quiet', repository.path, 'main');
    const { store } = await givenStore(remote);
    await store.transact(() => write({ 'a.d/new.txt': 'new', 'a.d0': '', 'a.d/deep/er.txt': 'x' }));
    expect(await repository.git('diff', '--name-status', 'main~1', 'main')).toBe(
      'A\ta.d/deep/er.txt\nA\ta.d/new.txt\nA\ta.d0\n',
    );
    await repository.git('fsck', '--strict', '--no-dangling');
    expect(await repository.git('log', '-1', '--format=%an <%ae> %B')).toContain('Gitbroker <gitbroker@example.com>');
  });

  test('links and submodules count as absent', async () => {
    const foreign = await givenForeignRepository();
    const { store } = await givenStore({ url: foreign.path });
    const snapshot = await store.refresh();
    const names = [...(await snapshot.list('')).keys()];
    expect(names).not.toContain('link');
    expect(names).not.toContain('module');
    for (const path of ['link', 'module']) {
      expect([await snapshot.read(path), await snapshot.entry(path)]).toEqual([undefined, undefined]);
    }
    expect(await textOf(store, 'run.sh')).toBe('run.sh');
  });

  test('names beyond ASCII are read and written as UTF-8', async () => {
    const { remote, repository } = await givenFileRemote({ 'bücher/straße.txt': 'de' });
    const { store } = await givenStore(remote);
    await store.refresh();
    expect(await textOf(store, 'bücher/straße.txt')).toBe('de');
    expect([...(await store.snapshot().list('')).keys()]).toEqual(['bücher']);
    await store.transact(() => write({ 'bücher/日本.txt': 'ja', 'bücher/straße.txt': null }));
    expect(await repository.list()).toEqual(['bücher/日本.txt']);
  });
});
