/** What a person or pipeline gives to `update`, read into a report. Nothing in it is ever evaluated. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { JsonObject } from '../../osb/json-object.js';
import { describeProblem } from '../../repository/problem.js';
import { parseYaml } from '../../repository/yaml.js';
import { wrongUsage } from '../refusal.js';

export interface InputSources {
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
}

/** `key=value`, where the value is text; or `key: value` as YAML, as UniPipe has it. */
export function readPairs(option: string, pairs: readonly string[]): JsonObject {
  const assigned: JsonObject = {};
  const yaml: string[] = [];
  for (const pair of pairs) {
    const [, key, value] = /^([^\s:='"{[]+)=([^]*)$/.exec(pair) ?? [];
    if (key === undefined || value === undefined) yaml.push(pair);
    else if (Object.hasOwn(assigned, key)) throw wrongUsage(`${option}: "${key}" is given twice`);
    else Object.defineProperty(assigned, key, { value, enumerable: true, configurable: true, writable: true });
  }
  const written = yaml.length > 0 ? parseMap(option, Buffer.from(`${yaml.join('\n')}\n`)) : {};
  return { ...written, ...assigned };
}

/** A YAML or JSON file; `-` is stdin. */
export async function readMapFile(option: string, path: string, { cwd, stdin }: InputSources): Promise<JsonObject> {
  return parseMap(option, await contentOf(option, path, { cwd, stdin }));
}

async function contentOf(option: string, path: string, { cwd, stdin }: InputSources): Promise<Uint8Array> {
  if (path === '-') return Buffer.from(await text(stdin));
  try {
    return await readFile(resolve(cwd, path));
  } catch (cause) {
    throw wrongUsage(`${option}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function parseMap(option: string, bytes: Uint8Array): JsonObject {
  const parsed = parseYaml(option, bytes);
  if (parsed.kind === 'unreadable') throw wrongUsage(describeProblem(parsed.problem));
  const map = JsonObject.safeParse(parsed.value);
  if (!map.success) throw wrongUsage(`${option}: must be a map: key=value, or YAML or JSON with keys and values`);
  return map.data;
}
