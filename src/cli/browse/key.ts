/** One key, as the screens of `gitbroker browse` understand it. */

export interface Key {
  /** The character itself, or what the key is called: `up`, `enter`, `escape`, `ctrl-c`. */
  readonly name: string;
  /** What it adds to a text; empty for keys that write nothing. */
  readonly text: string;
  /** It came from the clipboard: then it is text, and never a command. */
  readonly pasted: boolean;
}

/** What `node:readline` says of a key. */
export interface RawKey {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
}

export function readKey(character: string | undefined, raw: RawKey, pasted: boolean): Key {
  const isText = !raw.ctrl && !raw.meta && character !== undefined && /^\P{C}+$/u.test(character);
  if (isText) return { name: character, text: character, pasted };
  const name = raw.name === 'return' ? 'enter' : (raw.name ?? 'unknown');
  if (name === 'enter' && pasted) return { name, text: '\n', pasted };
  return { name: `${raw.ctrl ? 'ctrl-' : ''}${raw.meta && name !== 'escape' ? 'alt-' : ''}${name}`, text: '', pasted };
}
