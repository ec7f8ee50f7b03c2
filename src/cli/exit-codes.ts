/** What the exit code of every command means. */
export const EXIT = {
  ok: 0,
  /** The command worked, and its answer is no. */
  no: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Git or the remote failed. */
  git: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
