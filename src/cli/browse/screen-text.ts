/** Text as a terminal shows it: nothing in it can steer the terminal, and its width is known. */

const STEERS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const MARK = /\p{M}/u;
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u;
/** More marks on one character would climb into the lines above. */
const MAX_MARKS = 2;

/** The text in lines that are at most so wide; at least one. */
export function wrap(text: string, columns: number): string[] {
  const lines = [''];
  for (const { shown, width, fits } of measured(text, columns)) {
    if (!fits) lines.push('');
    if (width <= columns) lines[lines.length - 1] += shown;
  }
  return lines;
}

/** The beginning of the text that fits. */
export function clip(text: string, columns: number): string {
  let line = '';
  for (const { shown, fits } of measured(text, columns)) {
    if (!fits) break;
    line += shown;
  }
  return line;
}

/** The end of the text that fits: what was typed last. */
export function clipStart(text: string, columns: number): string {
  // No character is wider than two columns or has more code points than this; the whole text may be long.
  const characters = Array.from(text.slice(-8 * columns));
  while (characters.length > 0 && wrap(characters.join(''), columns).length > 1) characters.shift();
  return clip(characters.join(''), columns);
}

/** Characters one by one, with where a line of that width ends before them. */
function* measured(text: string, columns: number) {
  let used = 0;
  let marks = 0;
  for (const character of text) {
    marks = MARK.test(character) ? marks + 1 : 0;
    if (marks > MAX_MARKS) continue;
    const shown = STEERS.test(character) ? '·' : character;
    const width = marks > 0 ? 0 : WIDE.test(shown) ? 2 : 1;
    const fits = used + width <= columns;
    used = fits ? used + width : width;
    yield { shown, width, fits };
  }
}
