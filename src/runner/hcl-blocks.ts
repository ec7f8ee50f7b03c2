/** Finds the blocks of an HCL file and their labels; nothing is evaluated. Enough to know what a module declares. */

export interface Block {
  /** Types and labels from the outside in, e.g. `['terraform', 'backend', 's3']` or `['variable', 'name']`. */
  readonly path: readonly string[];
}

interface Token {
  readonly kind: 'word' | 'string' | 'open' | 'close' | 'other' | 'line';
  readonly text: string;
}

/** Sticky patterns, tried in this order. What fits none is skipped by one character. */
const PATTERNS: readonly (readonly [Token['kind'] | undefined, RegExp])[] = [
  [undefined, /(?:#|\/\/)[^\n]*/y],
  [undefined, /\/\*[^]*?(?:\*\/|$)/y],
  ['other', /<<-?[ \t]*([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n(?:[^]*?\n)??[ \t]*\1(?=\s|$)/uy],
  ['word', /[\p{L}_][\p{L}\p{N}_-]*/uy],
  ['open', /\{/y],
  ['close', /\}/y],
  ['line', /\n/y],
  [undefined, /[ \t\r]+/y],
];

/** All blocks, nested ones included. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const open: (readonly string[] | undefined)[] = [];
  let header: Token[] = [];
  for (const token of tokensOf(text)) {
    if (token.kind === 'open') {
      const path = isHeader(header)
        ? [...open.flatMap((labels) => labels ?? []), ...header.map(({ text }) => text)]
        : [];
      if (path.length > 0 && !open.includes(undefined)) blocks.push({ path });
      open.push(isHeader(header) ? header.map(({ text }) => text) : undefined);
      header = [];
    } else if (token.kind === 'close' || token.kind === 'line') {
      if (token.kind === 'close') open.pop();
      header = [];
    } else header.push(token);
  }
  return blocks;
}

/** `variable "name"`, not `name = ` or `f(`. */
function isHeader(tokens: readonly Token[]): boolean {
  return tokens[0]?.kind === 'word' && tokens.every(({ kind }) => kind === 'word' || kind === 'string');
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      const end = endOfString(text, at);
      tokens.push({ kind: 'string', text: text.slice(at + 1, end - 1) });
      at = end;
      continue;
    }
    const found = matchAt(text, at);
    if (found?.kind) tokens.push({ kind: found.kind, text: found.text });
    if (!found) tokens.push({ kind: 'other', text: text[at] ?? '' });
    at += found?.text.length ?? 1;
  }
  return tokens;
}

function matchAt(text: string, at: number): { kind: Token['kind'] | undefined; text: string } | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const [match] = pattern.exec(text) ?? [];
    if (match) return { kind, text: match };
  }
  return undefined;
}

/** A string may hold `${…}` and `%{…}`, and those may hold strings. @returns the index behind its closing quote */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === '\\') at += 2;
    else if (text.startsWith('$${', at) || text.startsWith('%%{', at)) at += 3;
    else if (text.startsWith('${', at) || text.startsWith('%{', at)) at = endOfTemplate(text, at + 2);
    else at += 1;
  }
  return at;
}

function endOfTemplate(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length && depth > 0) {
    if (text[at] === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    at += 1;
  }
  return at;
}
