/** `params.yml`: values that a person adds before the work begins. Says what is missing, and writes a template to fill in. */
import { dump } from 'js-yaml';
import { JsonObject } from '../osb/json-object.js';
import type { FileProblem } from '../repository/problem.js';
import { readFile } from '../repository/read-file.js';
import type { Snapshot } from '../store/store.js';
import type { Param, Rule } from './runner-file.js';
import { isDelete, offeringName } from './work.js';
import type { Work } from './work.js';

export type ParamsRead =
  | { readonly kind: 'complete'; readonly values: JsonObject }
  | { readonly kind: 'absent' }
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem };

export function paramsPath({ recordPath }: Work): string {
  return `${recordPath}/params.yml`;
}

export async function readParams(snapshot: Snapshot, work: Work, { params }: Rule): Promise<ParamsRead> {
  const file = await readFile(snapshot, paramsPath(work), JsonObject);
  const asked = isDelete(work) ? {} : (params ?? {});
  const names = Object.keys(asked);
  if (file.kind === 'unreadable') return names.length > 0 ? file : { kind: 'complete', values: {} };
  if (file.kind === 'absent') return names.length > 0 ? file : { kind: 'complete', values: {} };
  const missing = names.filter((name) => {
    const param = asked[name];
    return param && !FITS[param.type](file.value[name]);
  });
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const values = Object.keys(params ?? {}).map((name) => [name, file.value[name]]);
  return { kind: 'complete', values: Object.fromEntries(values) };
}

const FITS: Record<Param['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && value !== '',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  map: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** A file to fill in: every value with what it means. */
export function paramsTemplate(work: Work, { params = {} }: Rule): string {
  const head = comment(
    `${offeringName(work)}, ${work.operation.type}: the work goes on once all values are here.\n` +
      'Replace each null, commit and push.',
  );
  const values = Object.entries(params).map(([name, { description, type, example }]) => {
    const hint = example === undefined ? '' : `, for example ${JSON.stringify(example)}`;
    return `${comment(`${description ?? name} (${type})${hint}`)}${dump({ [name]: null })}`;
  });
  return `---\n${head}\n${values.join('\n')}`;
}

function comment(text: string): string {
  return text
    .split(/[\r\n\u0085\u2028\u2029]+/)
    .map((line) => `# ${line.replaceAll(/\p{Cc}/gu, ' ')}\n`)
    .join('');
}
