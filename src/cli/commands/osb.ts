/** How `gitbroker osb` is called: what a platform does, by hand. */
import type { Command } from 'commander';
import type { CommandContext, DeclareCommand } from '../command-context.js';
import { withBrokerOptions, withServicesFile } from '../broker-options.js';
import { examples, outputOption } from '../options.js';
import type { CatalogFlags } from '../actions/osb-catalog.js';
import type { ServicesFlags } from '../actions/osb-services.js';
import { declareBindings } from './osb-bindings.js';
import { declareInstances } from './osb-instances.js';

const VARIABLES = `
The broker is told by --url, --username and --password, or by SB_BROKER_URL, SB_BROKER_USERNAME and SB_BROKER_PASSWORD.
`;

export const declareOsb: DeclareCommand = (program, context) => {
  const osb = program
    .command('osb')
    .description('order from any service broker, as a platform does')
    .helpCommand(false)
    .addHelpText('after', VARIABLES)
    .addHelpText(
      'after',
      examples('gitbroker osb catalog', 'gitbroker osb provision my-db --service postgres-database --plan small'),
    );
  declareCatalog(osb, context);
  declareInstances(osb, context);
  declareBindings(osb, context);
  declareServices(osb, context);
};

function declareCatalog(osb: Command, context: CommandContext): void {
  withBrokerOptions(osb.command('catalog'))
    .description('list what the broker sells')
    .addOption(outputOption())
    .addHelpText('after', examples('gitbroker osb catalog --url https://broker.example.com --username user'))
    .action(async (flags: CatalogFlags) => {
      const { runOsbCatalog } = await import('../actions/osb-catalog.js');
      await runOsbCatalog(context, flags);
    });
}

function declareServices(osb: Command, context: CommandContext): void {
  withServicesFile(osb.command('services'))
    .description('list what this client has made and not deleted again; asks no broker')
    .option('--url <url>', 'only of this broker')
    .addOption(outputOption())
    .addHelpText('after', examples('gitbroker osb services'))
    .action(async (flags: ServicesFlags) => {
      const { runOsbServices } = await import('../actions/osb-services.js');
      await runOsbServices(context, flags);
    });
}
