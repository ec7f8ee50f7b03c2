/** One order in the demo: the platform orders, the broker commits, somebody does the work, the platform polls. */
import type { CommandContext } from '../command-context.js';
import { describeEnded } from '../runs/run-output.js';
import type { Narrator } from './narrator.js';
import type { DemoPlatform } from './platform.js';
import type { DemoRepository } from './repository.js';
import { runDemoRunner } from './runner.js';

export interface Cast {
  readonly narrator: Narrator;
  readonly platform: DemoPlatform;
  readonly repository: DemoRepository;
  readonly context: CommandContext;
  /** For whatever the cast keeps; goes away with the demo. */
  readonly folder: string;
  readonly hasTerraform: boolean;
  readonly access: { readonly url: string; readonly username: string; readonly password: string };
}

interface DemoOrder {
  readonly method: 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
}

/** @param work unless told, the runner does it */
export async function orderAndDo(
  cast: Cast,
  { method, path, query, body }: DemoOrder,
  work: (cast: Cast) => Promise<void> = runOnce,
): Promise<void> {
  const { narrator, platform, repository } = cast;
  const target = `${path}?accepts_incomplete=true${query ? `&${query}` : ''}`;
  narrator.request(method, target, body);
  const accepted = await platform.send(method, target, body);
  narrator.answer(accepted.status, accepted.body);
  if (accepted.status !== 202) throw new Error(`${method} ${target}: expected 202, not ${accepted.status}`);
  narrator.git(await repository.newCommits());
  await work(cast);
  const poll = `${path}/last_operation?operation=${String(accepted.body['operation'])}`;
  narrator.request('GET', poll);
  const ended = await platform.pollUntilDone(poll);
  narrator.answer(ended.status, ended.body);
  const isDone = method === 'DELETE' ? ended.status === 410 : ended.body['state'] === 'succeeded';
  if (!isDone) throw new Error(`${method} ${path} ended with ${ended.status} ${JSON.stringify(ended.body)}`);
}

/** The runner does what waits. */
export async function runOnce({ narrator, repository, folder, context }: Cast): Promise<void> {
  narrator.command('gitbroker run --once');
  const { ended, problems } = await runDemoRunner(repository.path, folder, context);
  for (const work of ended) narrator.say(describeEnded(work));
  for (const problem of problems) narrator.say(problem);
  narrator.git(await repository.newCommits());
}
