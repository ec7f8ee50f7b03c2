/**
 * The commands of a page, in order, with the output that it shows for them.
 *
 * A block of `sh` is run. What may stand behind that word: `exit-1` (it ends with 1), `terminal-2` (it goes on in another
 * terminal), `no-run` (it cannot run here). A block of `text` shows the output of the commands before it, one of
 * `text terminal-2` what that terminal has shown until then.
 */
import { readFile } from 'node:fs/promises';

const ROOT = new URL('../../', import.meta.url);

export interface PageBlock {
  readonly kind: 'run' | 'start' | 'look' | 'no-run';
  readonly exitCode: number;
  /** 1 is the reader's first one. */
  readonly terminal: number;
  readonly commands: string;
  /** Where it stands, for messages. */
  readonly place: string;
  /** Pieces of output that the page shows. */
  readonly shown: readonly string[];
}

export async function readPage(page: string): Promise<PageBlock[]> {
  const text = await readFile(new URL(page, ROOT), 'utf8');
  const blocks: PageBlock[] = [];
  const fences = /^(?<indent> *)```(?<info>sh.*|text.*)\n(?<body>[^]*?)^\k<indent>```$/gm;
  for (const { index, groups } of text.matchAll(fences)) {
    const { indent = '', info = '', body = '' } = groups ?? {};
    const content = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const place = `${page}:${text.slice(0, index).split('\n').length}`;
    const last = blocks.at(-1);
    if (info.startsWith('text terminal'))
      blocks.push({ ...readInfo(info, place), commands: '', place, shown: [content] });
    else if (info !== 'text') blocks.push({ ...readInfo(info, place), commands: content, place, shown: [] });
    else if (last) blocks[blocks.length - 1] = { ...last, shown: [...last.shown, content] };
  }
  return blocks;
}

function readInfo(info: string, place: string): Pick<PageBlock, 'kind' | 'exitCode' | 'terminal'> {
  if (info === 'sh no-run') return { kind: 'no-run', exitCode: 0, terminal: 1 };
  const found = /^(?<word>sh|text)(?: exit-(?<exit>[1-9])| terminal-(?<terminal>[2-9]))?$/.exec(info)?.groups;
  if (!found) throw new Error(`${place}: what does \`${info}\` mean?`);
  const { word, exit = 0, terminal = 1 } = found;
  const kind = word === 'text' ? 'look' : terminal === 1 ? 'run' : 'start';
  return { kind, exitCode: Number(exit), terminal: Number(terminal) };
}
