import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { ensureEmbeddedRepository } from '../../src/server/embedded.js';
import { givenFolder } from '../helpers/broker-process.js';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function given(options: { readonly withTemplate?: boolean } = {}) {
  const { path, remove } = await givenFolder();
  cleanUps.push(remove);
  const templateFolder = join(path, 'template');
  if (options.withTemplate !== false) {
    await mkdir(join(templateFolder, 'sub'), { recursive: true });
    await writeFile(join(templateFolder, 'catalog.yml'), 'services: []\n');
    await writeFile(join(templateFolder, 'sub', 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  }
  const localPath = join(path, 'data');
  const author = { name: 'OSB API', email: 'osb@localhost' };
  return {
    localPath,
    ensure: (branch = 'main') => ensureEmbeddedRepository({ localPath, branch, author, templateFolder }),
    git: async (...args: string[]) =>
      (await promisify(execFile)('git', ['--git-dir', join(localPath, 'repository.git'), ...args])).stdout,
  };
}

describe('the embedded repository', () => {
  test('is bare, sound, on the branch, and has the template in one commit', async () => {
    const repository = await given();
    expect(await repository.ensure('trunk')).toBe(join(repository.localPath, 'repository.git'));
    expect(await repository.git('rev-parse', '--is-bare-repository')).toBe('true\n');
    expect(await repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/trunk\n');
    expect(await repository.git('log', '--format=%an <%ae> %s')).toBe(
      'OSB API <osb@localhost> Start from the example catalog\n',
    );
    expect(await repository.git('ls-tree', '-r', '--format=%(objectmode) %(path)', 'trunk')).toBe(
      '100644 catalog.yml\n100755 sub/run.sh\n',
    );
    await repository.git('fsck', '--strict');
  });

  test('is left as it is when it exists', async () => {
    const repository = await given();
    await repository.ensure();
    const before = await repository.git('rev-parse', 'main');
    await repository.ensure();
    expect(await repository.git('rev-parse', 'main')).toBe(before);
  });

  test('gets the branch that is configured later, beside the others', async () => {
    const repository = await given();
    await repository.ensure('main');
    await repository.ensure('other');
    expect(await repository.git('branch', '--format=%(refname:short)')).toBe('main\nother\n');
  });

  test('processes that start at the same time agree on one', async () => {
    const repository = await given();
    await Promise.all(Array.from({ length: 5 }, () => repository.ensure()));
    expect(await readdir(repository.localPath)).toEqual(['repository.git']);
    await repository.git('fsck', '--strict');
  });

  test('a failed creation leaves nothing behind', async () => {
    const repository = await given({ withTemplate: false });
    await expect(repository.ensure()).rejects.toThrow('ENOENT');
    expect(await readdir(repository.localPath)).toEqual([]);
  });
});
