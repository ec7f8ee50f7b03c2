/** Commit messages of the broker, as UniPipe users know them. */
import type { CommitNote } from '../store/store.js';

const SUBJECTS = {
  provision: (id: string) => `OSB API: Created Service instance ${id}`,
  update: (id: string) => `OSB API: Updated Service instance ${id}`,
  deprovision: (id: string) => `OSB API: Marked Service instance ${id} as deleted.`,
  bind: (id: string) => `OSB API: Created Service binding ${id}`,
  unbind: (id: string) => `OSB API: Marked Service binding ${id} as deleted.`,
  expireInstance: (id: string) => `OSB API: Expired operation of Service instance ${id}`,
  expireBinding: (id: string) => `OSB API: Expired operation of Service binding ${id}`,
} as const;

/** @param id of the instance or binding, as the platform sent it: hostile, so it must not make lines or trailers of its own */
export function commitNote(kind: keyof typeof SUBJECTS, id: string, operationId: string): CommitNote {
  return { subject: SUBJECTS[kind](oneLine(id)), trailers: { Operation: operationId } };
}

function oneLine(id: string): string {
  return id.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => encodeURIComponent(character));
}

/** One operation has its own message; several share a subject and have a line each. */
export function composeMessage(notes: readonly CommitNote[]): string {
  const trailers = notes.flatMap((note) => Object.entries(note.trailers).map(([key, value]) => `${key}: ${value}`));
  const [only] = notes;
  const head =
    notes.length === 1 && only
      ? only.subject
      : `OSB API: ${notes.length} operations\n\n${notes.map((note) => note.subject).join('\n')}`;
  return `${head}\n\n${trailers.join('\n')}\n`;
}
