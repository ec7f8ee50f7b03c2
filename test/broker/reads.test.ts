import { describe, expect, test } from 'vitest';
import { Reads } from '../../src/broker/reads.js';
import type { Looked } from '../../src/broker/reads.js';
import { OsbError } from '../../src/osb/errors.js';
import { RecordCache } from '../../src/repository/record-cache.js';
import { openRepositoryView } from '../../src/repository/repository-view.js';
import type { RepositoryView } from '../../src/repository/repository-view.js';
import { StoreError } from '../../src/store/store.js';
import type { Snapshot, Store } from '../../src/store/store.js';

const named = (commit: string): Snapshot => ({
  commit,
  entry: async () => undefined,
  list: async () => new Map(),
  read: async () => undefined,
});
const UNREACHABLE = new StoreError('unreachable', 'no route');

interface Situation {
  /** Age of what is in memory; undefined before the first contact. */
  readonly age?: number | undefined;
  /** The remote does not answer. */
  readonly cut?: boolean;
  /** The last call failed, so that everybody knows. */
  readonly knownCut?: boolean;
}

function given({ age, cut = false, knownCut = false }: Situation) {
  const looks: (string | null)[] = [];
  let refreshes = 0;
  const store: Store = {
    snapshot: () => named('memory'),
    refresh: async () => {
      refreshes += 1;
      if (cut) throw UNREACHABLE;
      return named('remote');
    },
    health: () => ({ snapshotAgeSeconds: age, failure: knownCut ? UNREACHABLE : undefined }),
    transact: () => Promise.reject(new Error('reads write nothing')),
    close: async () => {},
  };
  const reads = new Reads(store, { maxStalenessSeconds: 10, maxStalenessHardSeconds: 100 }, (snapshot) =>
    openRepositoryView(snapshot, new RecordCache(10)),
  );
  const read = (look: (view: RepositoryView) => Looked<string>) =>
    reads
      .read(async (view) => {
        looks.push(view.snapshot.commit);
        return look(view);
      })
      .then(
        ({ answer }) => answer,
        (error: unknown) => (error instanceof OsbError ? error.code : error),
      );
  return { read, looks, refreshes: () => refreshes };
}

const certain = ({ snapshot }: RepositoryView) => ({ answer: String(snapshot.commit), certain: true });
const uncertain = ({ snapshot }: RepositoryView) => ({ answer: String(snapshot.commit), certain: false });
const notFound = () => {
  throw new OsbError('NotFound', 'no such thing');
};

describe('where an answer comes from', () => {
  test.each<[string, Situation, typeof certain, string, string[]]>([
    ['certain, fresh: memory', { age: 1 }, certain, 'memory', ['memory']],
    ['uncertain: the remote is asked', { age: 1 }, uncertain, 'remote', ['memory', 'remote']],
    ['old: the remote first', { age: 11 }, certain, 'remote', ['remote']],
    ['old, and the remote does not answer: memory', { age: 11, cut: true }, certain, 'memory', ['memory']],
    [
      'old, and known to be cut off: memory at once',
      { age: 11, cut: true, knownCut: true },
      certain,
      'memory',
      ['memory'],
    ],
    ['too old: the remote, even if cut off before', { age: 101, knownCut: true }, certain, 'remote', ['remote']],
    ['too old, and the remote does not answer: 503 (LOP-21)', { age: 101, cut: true }, certain, 'Unavailable', []],
    ['before the first contact: the remote', {}, certain, 'remote', ['remote']],
    ['before the first contact, and no answer: 503', { cut: true }, certain, 'Unavailable', []],
    ['not found: asked again of the remote (LOP-09)', { age: 1 }, notFound, 'NotFound', ['memory', 'remote']],
    [
      'not found, and the remote does not answer: 503 (LOP-21)',
      { age: 1, cut: true },
      notFound,
      'Unavailable',
      ['memory'],
    ],
  ])('%s', async (_, situation, look, answer, looks) => {
    const reads = given(situation);
    expect([await reads.read(look), reads.looks]).toEqual([answer, looks]);
  });

  test('nobody waits for a remote that is known to be cut off', async () => {
    const { read, refreshes } = given({ age: 11, cut: true, knownCut: true });
    await read(certain);
    expect(refreshes()).toBe(0);
  });

  test('a bug is not a 404: it is passed on, and the remote is not asked', async () => {
    const { read, refreshes } = given({ age: 1 });
    const bug = new TypeError('x is undefined');
    expect(
      await read(() => {
        throw bug;
      }),
    ).toBe(bug);
    expect(refreshes()).toBe(0);
  });
});
