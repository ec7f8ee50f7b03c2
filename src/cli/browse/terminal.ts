/**
 * The terminal while a command has it for itself: another screen, keys one by one. Knows nothing of what is shown.
 *
 * Whoever takes it gives it back; should the process end before, it is given back on the way out.
 */
import { createInterface, emitKeypressEvents } from 'node:readline';
import { PassThrough } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import { wrongUsage } from '../refusal.js';
import type { Size } from './browse-state.js';
import { readKey } from './key.js';
import type { Key, RawKey } from './key.js';
import type { Line } from './render-screen.js';

/** Alternate screen, no cursor, no wrapping, pasted text is marked as such; and all of it undone. */
const TAKE = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[?2004h';
const GIVE_BACK = '\u001B[?2004l\u001B[?7h\u001B[?25h\u001B[0m\u001B[?1049l';
/** The line is cleared before it is written: after it, the cursor may stand on its last character. */
const CLEAR = '\u001B[2K';
const RESET = '\u001B[0m';
const LOOKS: Readonly<Record<NonNullable<Line['look']>, string>> = {
  title: '\u001B[1m',
  selected: '\u001B[7m',
  faint: '\u001B[2m',
};
/** How long an escape may be the beginning of another key. */
const ESCAPE_MS = 100;

export interface Listener {
  onKey(key: Key): void;
  onResize(): void;
  /** Nobody is there any more. */
  onHangUp(): void;
}

export interface Terminal {
  size(): Size;
  /** @param lines without anything that could steer the terminal, and no wider than it */
  draw(lines: readonly Line[]): void;
  /** May be called more than once. */
  giveBack(): void;
}

export interface Streams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly color: boolean;
}

/** @throws Refusal where there is none */
export function requireTerminal({ stdin, stdout, env }: Streams): { input: ReadStream; output: WriteStream } {
  if (stdin instanceof ReadStream && stdout instanceof WriteStream && env['TERM'] !== 'dumb') {
    return { input: stdin, output: stdout };
  }
  throw wrongUsage('browse needs a terminal: without one, use gitbroker list, show and update');
}

export function takeTerminal(streams: Streams, listener: Listener): Terminal {
  const { input, output } = requireTerminal(streams);
  const stopListening = listen(input, output, listener);
  let isTaken = true;
  const giveBack = () => {
    if (!isTaken) return;
    isTaken = false;
    process.off('exit', giveBack);
    stopListening();
    output.write(GIVE_BACK);
    input.setRawMode(false);
    input.pause();
  };
  // Errors that nobody awaits, and a second signal, end the process past every `finally`.
  process.once('exit', giveBack);
  input.setRawMode(true);
  output.write(TAKE);
  return {
    size: () => ({ columns: output.columns || 80, rows: output.rows || 24 }),
    draw: (lines) => {
      if (isTaken) output.write(`\u001B[H${lines.map((line) => painted(line, streams.color)).join('\r\n')}`);
    },
    giveBack,
  };
}

function painted({ text, look }: Line, color: boolean): string {
  return look && color ? `${CLEAR}${LOOKS[look]}${text}${RESET}` : `${CLEAR}${text}`;
}

function listen(input: ReadStream, output: WriteStream, { onKey, onResize, onHangUp }: Listener): () => void {
  let pasting = false;
  const onKeypress = (character: string | undefined, raw: RawKey) => {
    if (raw.name === 'paste-start' || raw.name === 'paste-end') pasting = raw.name === 'paste-start';
    else onKey(readKey(character, raw, pasting));
  };
  // Only for its patience with escapes: it reads nothing.
  const patience = createInterface({ input: new PassThrough(), escapeCodeTimeout: ESCAPE_MS });
  emitKeypressEvents(input, patience);
  input.on('keypress', onKeypress).on('end', onHangUp).on('error', onHangUp);
  output.on('resize', onResize);
  return () => {
    // The error stays listened to: a terminal that is gone tells so until the end.
    input.off('keypress', onKeypress).off('end', onHangUp);
    output.off('resize', onResize);
    patience.close();
  };
}
