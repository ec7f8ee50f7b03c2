/** Something in a repository that a person should look at. */
export interface Finding {
  /** Only errors keep `validate` from saying yes. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line?: number | undefined;
  readonly reason: string;
  readonly remedy: string;
}
