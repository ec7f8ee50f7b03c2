/** `gitbroker migrate layout`: all instances in the layout that is asked for, by one commit. */
import { migrateLayout } from '../../repository/layout-migration.js';
import type { Layout } from '../../repository/paths.js';
import type { CommandContext } from '../command-context.js';
import { withRepository } from '../repository/open-repository.js';

export interface MigrateOptions {
  readonly branch?: string;
  readonly push?: boolean;
}

export async function runMigrateLayout(
  context: CommandContext,
  layout: Layout,
  repository: string,
  options: MigrateOptions,
): Promise<void> {
  const moved = await withRepository({ repository, ...options }, context, (opened) =>
    opened.change(async (snapshot) => {
      const { moved: result, changes } = await migrateLayout(snapshot, layout);
      return { result, changes, note: { subject: `CLI: layout ${layout}, ${result} instances moved`, trailers: {} } };
    }),
  );
  context.stderr.write(`The layout is ${layout}; ${moved} instances were moved\n`);
}
