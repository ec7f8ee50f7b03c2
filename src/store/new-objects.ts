/**
 * The objects of a commit that is being made: hashed when added, written together.
 *
 * Few are written as loose files, many as one pack: a file for each would cost more than all their bytes
 * (docs/decisions/0012).
 */
import { createHash, randomUUID } from 'node:crypto';
import { promises } from 'node:fs';
import { dirname } from 'node:path';
import { deflateSync } from 'node:zlib';
import { writeObject } from 'isomorphic-git';
import { gitEnvironment, runGit } from './git-process.js';
import { formatPack } from './pack.js';
import type { ObjectType, PackEntry } from './pack.js';
import { TimeSlice } from './time-slice.js';

interface NewObject {
  readonly type: ObjectType;
  readonly content: Buffer;
}

const MAX_LOOSE = 16;
/** Bytes from which an object is stored as it is. */
const LARGE = 64 * 1024;
const WRITE_TIMEOUT_MS = 60_000;

/** isomorphic-git writes objects in place; a kill in between would leave half of one behind under a valid name. */
const atomicFs = {
  promises: {
    ...promises,
    writeFile: async (path: string, data: Uint8Array, options?: object) => {
      const temporary = `${path}.${randomUUID()}.tmp`;
      await writeInFolder(temporary, data, options);
      await promises.rename(temporary, path);
    },
  },
};

/** Packing the clone takes empty folders away, also one that has just been made for this file. */
async function writeInFolder(path: string, data: Uint8Array, options?: object): Promise<void> {
  for (let triesLeft = 10; ; triesLeft -= 1) {
    try {
      if (triesLeft < 10) await promises.mkdir(dirname(path), { recursive: true });
      return await promises.writeFile(path, data, options);
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isGone || triesLeft === 0) throw error;
    }
  }
}

export class NewObjects {
  readonly #objects = new Map<string, NewObject>();

  /** @returns its id */
  add(type: ObjectType, content: Buffer): string {
    const id = createHash('sha1').update(header(type, content)).update(content).digest('hex');
    this.#objects.set(id, { type, content });
    return id;
  }

  async write(gitDir: string): Promise<void> {
    if (this.#objects.size <= MAX_LOOSE) await this.#writeLoose(gitDir);
    else await this.#writePack(gitDir);
  }

  async #writeLoose(gitdir: string): Promise<void> {
    const write = async ([oid, { type, content }]: [string, NewObject]) => {
      const object = compress(Buffer.concat([header(type, content), content]));
      await writeObject({ fs: atomicFs, gitdir, oid, object, format: 'deflated' });
    };
    await Promise.all([...this.#objects].map(write));
  }

  async #writePack(gitDir: string): Promise<void> {
    const slice = new TimeSlice();
    const compressed: PackEntry[] = [];
    for (const { type, content } of this.#objects.values()) {
      await slice.next();
      compressed.push({ type, size: content.length, compressed: compress(content) });
    }
    const result = await runGit(['--git-dir', gitDir, '-c', 'core.fsync=none', 'index-pack', '--stdin'], {
      env: gitEnvironment(),
      timeoutMs: WRITE_TIMEOUT_MS,
      input: formatPack(compressed),
    });
    if (result.exitCode !== 0) throw new Error(`git index-pack failed: ${result.stderr.trim().slice(0, 1000)}`);
  }
}

/**
 * Here only the time counts: a push sends what has changed, maintenance compresses again. The list of ten thousand
 * instances is mostly hashes, on which compressing would take longer than all the rest of the commit. At once, because
 * for objects this small handing them to another thread takes longer than compressing them.
 */
function compress(content: Buffer): Buffer {
  return deflateSync(content, { level: content.length > LARGE ? 0 : 1 });
}

function header(type: ObjectType, content: Buffer): Buffer {
  return Buffer.from(`${type} ${content.length}\0`);
}
