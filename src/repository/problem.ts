/** A file of the repository that cannot be read: said so that a person can mend it. Never quotes the file's content. */
export interface FileProblem {
  readonly path: string;
  /** 1-based; undefined when the problem has no single place. */
  readonly line?: number | undefined;
  /** What is wrong, e.g. `status: must be one of "in progress", "succeeded", "failed"`. */
  readonly reason: string;
}

/** `instances/x/status.yml, line 3: duplicated key` */
export function describeProblem({ path, line, reason }: FileProblem): string {
  return `${path}${line === undefined ? '' : `, line ${line}`}: ${reason}`;
}
