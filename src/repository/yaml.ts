/**
 * YAML as the repository contract uses it: plain values in, plain values out. Files are hostile input: size, aliases and
 * depth are bounded, tags mean nothing, and no message ever quotes a file's content.
 */
import {
  CORE_SCHEMA,
  YAMLException,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  dump,
  loadAll,
  mapTag,
  seqTag,
} from 'js-yaml';
import type { FileProblem } from './problem.js';

const MAX_BYTES = 1024 * 1024;
const MAX_NODES = 100_000;
const MAX_DEPTH = 100;
const MAX_ALIASES = 1000;

/** Any tag (the empty prefix matches all) is read as if it were not there: UniPipe writes `!<PlatformContext>`. */
const anyTag = { matchByTagPrefix: true, identify: () => false };
const READING = CORE_SCHEMA.withTags(
  defineMappingTag('', { ...mapTag, ...anyTag }),
  defineSequenceTag('', { ...seqTag, ...anyTag }),
  defineScalarTag('', { resolve: (source) => source, ...anyTag }),
);

export type Parsed =
  { readonly kind: 'valid'; readonly value: unknown } | { readonly kind: 'unreadable'; readonly problem: FileProblem };

/** @param path only to say where a problem is */
export function parseYaml(path: string, bytes: Uint8Array): Parsed {
  const unreadable = (reason: string, line?: number): Parsed => ({
    kind: 'unreadable',
    problem: { path, reason, line },
  });
  if (bytes.length > MAX_BYTES) return unreadable(`is larger than ${MAX_BYTES} bytes`);
  const text = decodeUtf8(bytes);
  if (text === undefined) return unreadable('is not UTF-8 text');
  try {
    const documents = loadAll(text, { schema: READING, maxAliases: MAX_ALIASES, maxDepth: MAX_DEPTH });
    const [value] = documents;
    if (documents.length > 1) return unreadable('has more than one YAML document');
    if (value === undefined || value === null) return unreadable('is empty');
    return isTooLarge(value)
      ? unreadable('has too many values or is nested too deeply, aliases counted in full')
      : { kind: 'valid', value };
  } catch (error) {
    // The exception's message quotes the file, which may hold credentials: only its reason and place are told.
    if (error instanceof YAMLException)
      return unreadable(withoutQuotes(error.reason), error.mark && error.mark.line + 1);
    if (error instanceof RangeError) return unreadable('is nested too deeply');
    throw error;
  }
}

/** Some reasons name the alias or tag: `password: *secret` and `password: !secret!` would be told. */
function withoutQuotes(reason: string): string {
  return reason.replace(/ (?:"[^]*"|!<[^]*>)/, '').replace(/: [^]*/, '');
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Aliases make a small file a huge value, or an endless one: counted as if they were written out. */
function isTooLarge(root: unknown): boolean {
  let nodes = 0;
  const visit = (value: unknown, depth: number): boolean => {
    nodes += 1;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) return true;
    if (typeof value !== 'object' || value === null) return false;
    return Object.values(value).some((child) => visit(child, depth + 1));
  };
  return visit(root, 0);
}

/** With the header line that UniPipe writes; keys in the given order, undefined ones left out, nothing folded or aliased. */
export function formatYaml(value: object): string {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return `---\n${dump(plain, { noRefs: true, lineWidth: -1 })}`;
}
