/** `gitbroker browse`: the records of a repository on a screen of their own. */
import { Writable } from 'node:stream';
import { browseSession } from '../browse/browse-session.js';
import { firstState } from '../browse/browse-state.js';
import { openRecordSource } from '../browse/record-source.js';
import { requireTerminal } from '../browse/terminal.js';
import type { CommandContext } from '../command-context.js';
import { clean } from '../repository/git-command.js';
import { withRepository } from '../repository/open-repository.js';

export interface BrowseOptions {
  readonly branch?: string;
  readonly push?: boolean;
}

export async function runBrowse(context: CommandContext, repository: string, options: BrowseOptions): Promise<void> {
  requireTerminal(context);
  const said: string[] = [];
  await withRepository({ repository, ...options }, { ...context, stderr: collecting(said) }, async (opened) => {
    const source = openRecordSource(opened, context.env);
    // Before the terminal is taken: what is wrong with the repository is told as by any other command.
    const first = firstState(repository === '.' ? context.cwd : clean(repository), await source.list());
    await browseSession(first, source, context, context.stopSignal());
  }).finally(() => context.stderr.write([...new Set(said)].join('')));
}

/** Words that would disturb the screen wait for its end. */
function collecting(said: string[]): Writable {
  return new Writable({
    decodeStrings: false,
    write: (words, _encoding, done) => {
      said.push(String(words));
      done();
    },
  });
}
