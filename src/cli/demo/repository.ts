/** The repository in the demo, seen by a person who follows its history. */
import { simpleGit } from 'simple-git';
import type { SimpleGit } from 'simple-git';

export class DemoRepository {
  readonly path: string;
  readonly #git: SimpleGit;
  #seen: string | undefined;

  /** @param path of a bare repository */
  constructor(path: string) {
    this.path = path;
    this.#git = simpleGit(path);
  }

  /** Commits since the last look, oldest first, with the files that they change. */
  async newCommits(): Promise<string> {
    const range = this.#seen === undefined ? ['--max-count=1', 'main'] : [`${this.#seen}..main`];
    const text = await this.#git.raw('log', '--reverse', '--format=%h %s', '--name-status', '--no-renames', ...range);
    this.#seen = (await this.#git.raw('rev-parse', 'main')).trim();
    return text
      .replaceAll(/\n{2,}/g, '\n')
      .replaceAll(/^([AMD])\t/gm, (_, letter: string) => `    ${CHANGES[letter] ?? letter} `)
      .trimEnd();
  }

  /** All commits, oldest first, a line each. */
  history(): Promise<string> {
    return this.#git.raw('log', '--reverse', '--format=%h %<(8)%an  %s', 'main');
  }
}

const CHANGES: Readonly<Record<string, string>> = { A: 'added  ', M: 'changed', D: 'removed' };
