import { describe, expect, test } from 'vitest';
import { StagedSnapshot } from '../../src/store/staged-snapshot.js';
import type { Change, Snapshot } from '../../src/store/store.js';
import { givenFileRemote, givenStore } from './given-store.js';

const START = { 'a/one.txt': '1', 'a/b/two.txt': '2', 'a/b/three.txt': '3', 'c/four.txt': '4', 'five.txt': '5' };

/** Everything below a folder: contents of files, and folders with a slash. */
async function everything(snapshot: Snapshot, folder = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, { kind }] of await snapshot.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    expect((await snapshot.entry(path))?.kind).toBe(kind);
    if (kind === 'folder') Object.assign(found, { [`${path}/`]: '' }, await everything(snapshot, path));
    else found[path] = Buffer.from((await snapshot.read(path)) ?? 'nothing').toString();
  }
  return found;
}

const CASES: Record<string, Change[]> = {
  'files are added, changed and removed': [
    { path: 'a/new.txt', content: 'new' },
    { path: 'a/one.txt', content: Buffer.from('changed') },
    { path: 'five.txt', content: null },
  ],
  'a folder is removed with all that is below': [{ path: 'a', content: null }],
  'a folder is removed and made again: nothing of the old one is left': [
    { path: 'a', content: null },
    { path: 'a/b/new.txt', content: 'new' },
  ],
  'a folder below a removed one is made again': [
    { path: 'a/b', content: null },
    { path: 'a/b/c/d.txt', content: 'd' },
  ],
  'what was written is removed again': [
    { path: 'x/y/z.txt', content: 'z' },
    { path: 'x/y/z.txt', content: null },
  ],
  'the last file of a folder is removed: git knows no empty folder': [{ path: 'c/four.txt', content: null }],
  'all files of nested folders are removed one by one': [
    { path: 'a/b/two.txt', content: null },
    { path: 'a/b/three.txt', content: null },
    { path: 'a/one.txt', content: null },
  ],
  'a file takes the place of a folder': [{ path: 'a', content: 'file' }],
  'a folder takes the place of a file': [{ path: 'five.txt/inside.txt', content: 'inside' }],
  'what is below a file does not exist, and removing it leaves the file': [
    { path: 'five.txt/inside.txt', content: null },
  ],
  'what does not exist is removed': [{ path: 'not/there.txt', content: null }],
  'everything is removed': ['a', 'c', 'five.txt'].map((path) => ({ path, content: null })),
};

describe('staged snapshot', () => {
  test.each(Object.entries(CASES))('reads as its commit will: %s', async (_, changes) => {
    const { remote } = await givenFileRemote(START);
    const { store } = await givenStore(remote);
    const staged = new StagedSnapshot(await store.refresh());
    staged.apply(changes);
    await store.transact(() => ({ result: 0, changes, note: { subject: 'change', trailers: {} } }));
    expect(await everything(staged)).toEqual(await everything(store.snapshot()));
  });

  test.each(['', '/a', 'a/', 'a//b', '../a', 'a/./b', '.git/config', 'a/.GIT/x', 'a\0b'])(
    'refuses the path %j, and then nothing is staged',
    async (path) => {
      const staged = new StagedSnapshot(EMPTY);
      const changes = ['ok.txt', path].map((name) => ({ path: name, content: '' }));
      expect(() => staged.apply(changes)).toThrow(RangeError);
      expect(await everything(staged)).toEqual({});
    },
  );
});

const EMPTY: Snapshot = {
  commit: null,
  entry: async () => undefined,
  list: async () => new Map(),
  read: async () => undefined,
};
