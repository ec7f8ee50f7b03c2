/** Commit messages of the runner. Records are named by their folder: ids are hostile, folder names are not. */
import type { CommitNote } from '../store/store.js';
import type { Work } from './work.js';

const WORDS = {
  begin: 'Begin',
  continue: 'Continue',
  release: 'Give back',
  ask: 'Ask for values for',
  succeeded: 'Succeeded:',
  failed: 'Failed:',
} as const;

export function commitNote(kind: keyof typeof WORDS, { operation, recordPath }: Work): CommitNote {
  return {
    subject: `Runner: ${WORDS[kind]} ${operation.type} of ${recordPath.replace('instances/', '')}`,
    trailers: { Operation: operation.id.replaceAll(/[^\w.~-]/g, (character) => encodeURIComponent(character)) },
  };
}

/** For the store of a runner: one note is the message, several share a subject and have a line each. */
export function composeRunnerMessage(notes: readonly CommitNote[]): string {
  const [only] = notes;
  const trailers = notes.flatMap((note) => Object.entries(note.trailers).map(([key, value]) => `${key}: ${value}`));
  const head =
    notes.length === 1 && only
      ? only.subject
      : `Runner: ${notes.length} changes\n\n${notes.map((note) => note.subject).join('\n')}`;
  return `${head}\n\n${trailers.join('\n')}\n`;
}
