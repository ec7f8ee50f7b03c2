/** The repository's files, without its orders, as a folder that handlers run in. One folder per content. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INSTANCES_FOLDER } from '../repository/paths.js';
import type { Snapshot } from '../store/store.js';

export class Checkout {
  readonly #folder: string;
  readonly #made = new Map<string, Promise<string>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns the folder's path */
  async at(snapshot: Snapshot): Promise<string> {
    const entries = [...(await snapshot.list(''))].filter(([name]) => name !== INSTANCES_FOLDER);
    const hash = createHash('sha256');
    for (const [name, { id }] of entries) hash.update(`${name}\0${id}\0`);
    const key = hash.digest('hex').slice(0, 20);
    const making = this.#made.get(key) ?? this.#make(snapshot, key);
    this.#made.set(key, making);
    return making.catch((cause: unknown) => {
      this.#made.delete(key);
      throw cause;
    });
  }

  async #make(snapshot: Snapshot, key: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const draft = await mkdtemp(join(this.#folder, 'draft-'));
    await writeFolder(snapshot, '', draft, (name) => name === INSTANCES_FOLDER);
    const path = join(this.#folder, `files-${key}`);
    await rename(draft, path);
    return path;
  }
}

async function writeFolder(
  snapshot: Snapshot,
  path: string,
  target: string,
  isLeftOut: (name: string) => boolean = () => false,
): Promise<void> {
  for (const [name, { kind }] of await snapshot.list(path)) {
    if (isLeftOut(name) || !isPlain(name)) continue;
    const below = path === '' ? name : `${path}/${name}`;
    // Names come as bytes.
    const targetBelow = join(target, Buffer.from(name, 'latin1').toString());
    if (kind === 'folder') {
      await mkdir(targetBelow);
      await writeFolder(snapshot, below, targetBelow);
    } else {
      const content = (await snapshot.read(below)) ?? new Uint8Array();
      await writeFile(targetBelow, content, { mode: isScript(content) ? 0o700 : 0o600 });
    }
  }
}

/** A tree object can hold any bytes as a name; none may lead out of the folder. */
function isPlain(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name) && name.toLowerCase() !== '.git';
}

/** Whatever names its interpreter may be run: nobody has to set git's executable bit. */
function isScript(content: Uint8Array): boolean {
  return content[0] === 0x23 && content[1] === 0x21;
}
