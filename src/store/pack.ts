/** The pack format, version 2, of whole objects (https://git-scm.com/docs/gitformat-pack). */
import { createHash } from 'node:crypto';

const TYPE_NUMBERS = { commit: 1, tree: 2, blob: 3 } as const;

export type ObjectType = keyof typeof TYPE_NUMBERS;

export interface PackEntry {
  readonly type: ObjectType;
  /** Bytes before compression. */
  readonly size: number;
  /** By zlib. */
  readonly compressed: Buffer;
}

export function formatPack(entries: readonly PackEntry[]): Buffer {
  const start = Buffer.alloc(12);
  start.write('PACK');
  start.writeUInt32BE(2, 4);
  start.writeUInt32BE(entries.length, 8);
  const parts = [start, ...entries.flatMap((entry) => [entryHeader(entry), entry.compressed])];
  const checksum = createHash('sha1');
  for (const part of parts) checksum.update(part);
  return Buffer.concat([...parts, checksum.digest()]);
}

/** Three bits of type and four of the size, then seven bits of the size in each byte; the highest bit says that more follow. */
function entryHeader({ type, size }: PackEntry): Buffer {
  const bytes: number[] = [];
  let byte = (TYPE_NUMBERS[type] << 4) | (size & 15);
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 128);
    byte = rest & 127;
  }
  return Buffer.from([...bytes, byte]);
}
