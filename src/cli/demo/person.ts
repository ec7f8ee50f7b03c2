/** The person in the demo, who completes an order by hand: with `gitbroker update`, as it is. */
import { Writable } from 'node:stream';
import { runUpdate } from '../actions/update.js';
import type { CommandContext } from '../command-context.js';
import type { Narrator } from './narrator.js';

const AUTHOR = { GIT_AUTHOR_NAME: 'Grace', GIT_AUTHOR_EMAIL: 'grace@example.com' };

export async function completeByHand(
  narrator: Narrator,
  context: CommandContext,
  { instanceId, repository, description }: { instanceId: string; repository: string; description: string },
): Promise<void> {
  narrator.command(`gitbroker update ${instanceId} --status succeeded --description "${description}"`);
  // What the command says is the demo's to show.
  const stderr = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      narrator.say(chunk.toString().trimEnd());
      done();
    },
  });
  await runUpdate({ ...context, stderr, env: { ...context.env, ...AUTHOR } }, [instanceId, repository], {
    status: 'succeeded',
    description,
  });
}
