/** One attribute of credentials, for scripts: text as it is, everything else as JSON. */
import { isJsonObject } from '../../osb/read-json.js';
import { answerNo } from '../refusal.js';

/** @param path a key, or keys joined by dots. @throws Refusal that names the keys, never a value */
export function attributeOf(credentials: Readonly<Record<string, unknown>>, path: string): string {
  const value = Object.hasOwn(credentials, path) ? credentials[path] : descend(credentials, path.split('.'));
  if (value === undefined) throw answerNo(`no attribute "${path}"; there are: ${Object.keys(credentials).join(', ')}`);
  return `${typeof value === 'string' ? value : JSON.stringify(value)}\n`;
}

function descend(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  return isJsonObject(value) && Object.hasOwn(value, key) ? descend(value[key], rest) : undefined;
}
