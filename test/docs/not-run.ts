/** Commands in the docs that no test runs, and why. */

export interface NotRun {
  readonly page: string;
  /** Its first line. */
  readonly begins: string;
  readonly because: string;
}

export const NOT_RUN: readonly NotRun[] = [
  {
    page: 'docs/tutorial/first-automated-service.md',
    begins: 'npm ci && npm run build && npm link',
    because: 'it would rebuild what other tests run, and change the machine',
  },
  { page: 'docs/tutorial/first-service.md', begins: 'npm ci && npm run build && npm link', because: 'as above' },
];
