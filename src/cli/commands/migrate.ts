/** How `gitbroker migrate` is called. */
import { Argument } from 'commander';
import type { Layout } from '../../repository/paths.js';
import type { MigrateOptions } from '../actions/migrate.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, pushOption, withRepositoryArgument } from '../options.js';

// Written out, because the module that knows them is loaded only when the command is called.
const LAYOUTS: readonly Layout[] = ['flat', 'sharded'];

export const declareMigrate: DeclareCommand = (program, context) => {
  const migrate = program
    .command('migrate')
    .description('move a repository to another form')
    .addHelpText('after', examples('gitbroker migrate layout sharded --push'));
  const layout = migrate
    .command('layout')
    .addArgument(new Argument('<layout>', 'where instances lie').choices(LAYOUTS));
  withRepositoryArgument(layout)
    .description('move all instances to the flat or the sharded layout, in one commit')
    .addOption(pushOption())
    .addHelpText('after', examples('gitbroker migrate layout sharded --push'))
    .action(async (chosen: Layout, repository: string, options: MigrateOptions) => {
      const { runMigrateLayout } = await import('../actions/migrate.js');
      await runMigrateLayout(context, chosen, repository, options);
    });
};
