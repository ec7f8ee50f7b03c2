import { describe, expect, onTestFinished, test } from 'vitest';
import { ObjectReader } from '../../src/store/object-reader.js';
import { childrenOf } from '../helpers/child-processes.js';
import { givenFileRemote, head } from './given-store.js';

async function given() {
  const { repository } = await givenFileRemote();
  let kills = 0;
  const reader = new ObjectReader(repository.path, () => (kills += 1));
  onTestFinished(() => reader.close());
  const commit = await head(repository);
  const signal = async (name: NodeJS.Signals) => {
    for (const id of await childrenOf(process.pid, repository.path)) process.kill(id, name);
  };
  return { reader, commit, signal, kills: () => kills };
}

describe('the git that reads objects is killed', () => {
  test('while it reads: what was asked is asked again, once', async () => {
    const { reader, commit, signal, kills } = await given();
    const content = await reader.read(commit);
    await signal('SIGSTOP');
    const reads = Promise.all([reader.read(commit), reader.read(commit)]);
    await signal('SIGKILL');
    expect(await reads).toEqual([content, content]);
    expect(kills()).toBe(1);
  });

  test('while nobody reads: the next read starts another one', async () => {
    const { reader, commit, signal } = await given();
    const content = await reader.read(commit);
    await signal('SIGKILL');
    expect(await reader.read(commit)).toEqual(content);
  });
});
