/** A line that is being typed. */
import type { Key } from './key.js';

/** The text after the key; undefined when the key does not edit. */
export function typed(text: string, key: Key): string | undefined {
  if (key.text !== '') return text + key.text;
  if (key.name === 'backspace') return Array.from(text).slice(0, -1).join('');
  return key.name === 'ctrl-u' ? '' : undefined;
}
