/**
 * Reads JSON that came from outside, strictly enough that it can be written to a file and read back as the same value.
 *
 * Beyond `JSON.parse`: UTF-8 must be valid, strings well-formed, numbers finite, nesting bounded, and nobody may bring a
 * `__proto__`. Its messages never quote the input.
 */

const MAX_DEPTH = 200;

/** @throws JsonError */
export function readJson(bytes: Uint8Array): unknown {
  const value = parse(bytes);
  checkTree(value);
  return value;
}

/** `message` is the second half of a sentence: "… is not valid JSON". */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new JsonError('is not valid JSON', { cause });
  }
}

/** Level by level instead of recursively, so that deep nesting cannot exhaust the stack. */
function checkTree(root: unknown): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new JsonError(`is nested more than ${MAX_DEPTH} levels deep`);
    const next: unknown[] = [];
    for (const value of level) checkNode(value, next);
    level = next;
  }
}

function checkNode(value: unknown, children: unknown[]): void {
  if (typeof value === 'string') checkText(value);
  else if (typeof value === 'number') checkNumber(value);
  else if (Array.isArray(value)) for (const item of value) children.push(item);
  else if (isJsonObject(value)) checkObject(value, children);
}

function checkObject(value: Record<string, unknown>, children: unknown[]): void {
  for (const [key, child] of Object.entries(value)) {
    if (key === '__proto__') throw new JsonError('must not have a property "__proto__"');
    checkText(key);
    children.push(child);
  }
}

function checkText(text: string): void {
  if (!text.isWellFormed()) throw new JsonError('has a string that is not well-formed Unicode');
}

/** `1e999` is parsed as Infinity, which no JSON can say. */
function checkNumber(value: number): void {
  if (!Number.isFinite(value)) throw new JsonError('has a number that is too large');
}
