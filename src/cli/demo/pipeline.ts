/** The pipeline's part in the demo: a clone in which files are written, committed and pushed, as CI would do it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { simpleGit } from 'simple-git';
import type { SimpleGit } from 'simple-git';

export class DemoPipeline {
  readonly #git: SimpleGit;
  readonly #folder: string;

  private constructor(git: SimpleGit, folder: string) {
    this.#git = git;
    this.#folder = folder;
  }

  static async clone(repository: string, folder: string): Promise<DemoPipeline> {
    await simpleGit().clone(repository, folder);
    const git = simpleGit(folder);
    await git.addConfig('user.name', 'Pipeline');
    await git.addConfig('user.email', 'pipeline@example.com');
    return new DemoPipeline(git, folder);
  }

  /** The newest commit, with the files it changed. */
  async newestCommit(): Promise<string> {
    await this.#git.pull(['--quiet', '--ff-only']);
    const text = await this.#git.raw(['log', '-1', '--format=%h %s%n%(trailers)', '--stat=72']);
    return text.replaceAll(/\n{2,}/g, '\n');
  }

  /** @param files contents by path */
  async report(files: Record<string, string>, message: string): Promise<void> {
    await this.#git.pull(['--quiet', '--ff-only']);
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(this.#folder, path)), { recursive: true });
      await writeFile(join(this.#folder, path), content);
    }
    await this.#git.add(Object.keys(files));
    await this.#git.commit(message);
    await this.#git.push();
  }

  /** All commits, oldest first, a line each. */
  async history(): Promise<string> {
    return this.#git.raw(['log', '--reverse', '--format=%h %<(8)%an  %s']);
  }
}
