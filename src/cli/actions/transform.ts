/** `gitbroker transform`: files made from orders, in place or in another repository. */
import { resolve } from 'node:path';
import type { Decision, Snapshot } from '../../store/store.js';
import type { CommandContext } from '../command-context.js';
import { EXIT } from '../exit-codes.js';
import type { ExitCode } from '../exit-codes.js';
import { oneLine } from '../output/table.js';
import { withRepository } from '../repository/open-repository.js';
import { loadHandlers } from '../transform/load-handlers.js';
import { transformServices } from '../transform/transform-services.js';
import type { Transformation } from '../transform/transform-services.js';
import type { TreeFileAt } from '../transform/tree-files.js';

export interface TransformOptions {
  readonly branch?: string;
  readonly push?: boolean;
  readonly registryOfHandlers: string;
  readonly xportRepo?: string;
}

export async function runTransform(
  context: CommandContext,
  repository: string,
  options: TransformOptions,
): Promise<ExitCode> {
  const { branch, push, registryOfHandlers, xportRepo } = options;
  const handlers = await loadHandlers(resolve(context.cwd, registryOfHandlers));
  const transform = (snapshot: Snapshot) => transformServices(snapshot, handlers);
  const { transformation, paths } = await (xportRepo === undefined
    ? withRepository({ repository, branch, push }, context, (opened) =>
        opened.change(async (snapshot) => decide(snapshot, await transform(snapshot))),
      )
    : withRepository({ repository, branch }, context, async (opened) => {
        const made = await transform(await opened.read());
        return withRepository({ repository: xportRepo, push }, context, (target) =>
          target.change((snapshot) => decide(snapshot, made)),
        );
      }));
  tell(context.stderr, transformation);
  for (const path of paths) context.stdout.write(`${path}\n`);
  return transformation.problems.length > 0 ? EXIT.no : EXIT.ok;
}

interface Transformed {
  readonly transformation: Transformation;
  /** Those that are new or have changed. */
  readonly paths: readonly string[];
}

async function decide(snapshot: Snapshot, transformation: Transformation): Promise<Decision<Transformed>> {
  const changes: TreeFileAt[] = [];
  for (const file of transformation.files) {
    const before = await snapshot.read(file.path);
    if (!before || !Buffer.from(file.content).equals(before)) changes.push(file);
  }
  const subject = `CLI: transform, ${changes.length} ${changes.length === 1 ? 'file' : 'files'}`;
  return {
    result: { transformation, paths: changes.map(({ path }) => path) },
    changes,
    note: { subject, trailers: {} },
  };
}

function tell(stderr: NodeJS.WritableStream, { services, problems }: Transformation): void {
  for (const { instanceId, handler } of services) {
    stderr.write(`${oneLine(`${instanceId}: ${handler ?? 'no handler'}`)}\n`);
  }
  for (const problem of problems) stderr.write(`${oneLine(`not transformed: ${problem}`)}\n`);
}
