import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { NewObjects } from '../../src/store/new-objects.js';
import { givenFolder } from '../helpers/broker-process.js';

test('objects are written although somebody takes empty folders away all the time, as packing does', async () => {
  const folder = await givenFolder();
  onTestFinished(folder.remove);
  const gitDir = join(folder.path, 'clone.git');
  await promisify(execFile)('git', ['init', '--quiet', '--bare', gitDir]);
  const script = `while :; do rmdir ${join(gitDir, 'objects')}/?? 2>/dev/null; done`;
  const remover = spawn('sh', ['-c', script], { stdio: 'ignore' });
  onTestFinished(async () => {
    remover.kill('SIGKILL');
    await once(remover, 'exit');
  });
  const ids: string[] = [];
  for (let n = 0; n < 300; n += 1) {
    const objects = new NewObjects();
    for (let m = 0; m < 5; m += 1) ids.push(objects.add('blob', Buffer.from(`content ${n} ${m}`)));
    await objects.write(gitDir);
  }
  const { stdout } = await promisify(execFile)('git', ['--git-dir', gitDir, 'count-objects']);
  expect(stdout).toMatch(new RegExp(`^${ids.length} objects`));
});
