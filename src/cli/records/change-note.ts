/** Commit messages of changes that commands make. Records are named by their folder: ids are hostile, folder names are not. */
import type { CommitNote } from '../../store/store.js';

export function changeNote(words: string, recordPath: string, operationId?: string): CommitNote {
  const id = operationId?.replaceAll(/[^\w.~-]/g, (character) => encodeURIComponent(character));
  return {
    subject: `CLI: ${words} ${recordPath.replace('instances/', '')}`,
    trailers: id === undefined ? {} : { Operation: id },
  };
}
