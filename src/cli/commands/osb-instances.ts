/** How `gitbroker osb provision`, `update`, `deprovision`, `instance` and `last-operation` are called. */
import type { Command } from 'commander';
import type { DeprovisionFlags, InstanceFlags, ProvisionFlags, UpdateFlags } from '../actions/osb-instances.js';
import type { LastOperationFlags } from '../actions/osb-last-operation.js';
import {
  dataOption,
  INSTANCE,
  parametersOption,
  withBrokerOptions,
  withOrderOptions,
  withPlanOptions,
  withServicesFile,
} from '../broker-options.js';
import type { CommandContext } from '../command-context.js';
import { examples } from '../options.js';

export function declareInstances(osb: Command, context: CommandContext): void {
  declareProvision(osb, context);
  declareUpdate(osb, context);
  withPlanOptions(withOrderOptions(osb.command('deprovision')))
    .description('delete a service instance, and wait until it is gone')
    .argument('<instance>', INSTANCE)
    .addHelpText('after', examples('gitbroker osb deprovision my-db'))
    .action(async (instance: string, flags: DeprovisionFlags) => {
      const { runOsbDeprovision } = await import('../actions/osb-instances.js');
      await runOsbDeprovision(context, instance, flags);
    });
  withServicesFile(withBrokerOptions(osb.command('instance')))
    .description('fetch a service instance')
    .argument('<instance>', INSTANCE)
    .addOption(dataOption())
    .addHelpText('after', examples('gitbroker osb instance my-db --output json'))
    .action(async (instance: string, flags: InstanceFlags) => {
      const { runOsbInstance } = await import('../actions/osb-instances.js');
      await runOsbInstance(context, instance, flags);
    });
  withServicesFile(withBrokerOptions(osb.command('last-operation')))
    .description('ask once how far an operation is; exit code 1 when it has failed')
    .argument('<instance>', INSTANCE)
    .argument('[binding]', 'id or name of one of its bindings')
    .option('--operation <text>', 'which the broker has named in its answer')
    .addOption(dataOption())
    .addHelpText('after', examples('gitbroker osb last-operation my-db'))
    .action(async (instance: string, binding: string | undefined, flags: LastOperationFlags) => {
      const { runOsbLastOperation } = await import('../actions/osb-last-operation.js');
      await runOsbLastOperation(context, instance, binding, flags);
    });
}

function declareProvision(osb: Command, context: CommandContext): void {
  withOrderOptions(osb.command('provision'))
    .description('create a service instance, and wait until it is there')
    .argument('[name]', 'what you will call it')
    .requiredOption('-s, --service <id or name>', 'service offering')
    .option('-p, --plan <id or name>', 'may be left out where there is only one')
    .addOption(parametersOption())
    .option('--id <id>', 'of the instance (default: a new UUID)')
    .option('--context <context>', 'of the platform: a JSON object, a file, or - for stdin')
    .option('--org <guid>', 'organization (default: gitbroker)')
    .option('--space <guid>', 'space (default: gitbroker)')
    .addOption(dataOption())
    .addHelpText(
      'after',
      examples(
        'gitbroker osb provision my-db --service postgres-database --plan small',
        `gitbroker osb provision my-db -s postgres-database -p small -P '{ "storage_gb": 10 }'`,
      ),
    )
    .action(async (name: string | undefined, flags: ProvisionFlags) => {
      const { runOsbProvision } = await import('../actions/osb-instances.js');
      await runOsbProvision(context, name, flags);
    });
}

function declareUpdate(osb: Command, context: CommandContext): void {
  withPlanOptions(withOrderOptions(osb.command('update')))
    .description('change the plan or parameters of a service instance, and wait until it is done')
    .argument('<instance>', INSTANCE)
    .option('--new-plan <id or name>', 'plan to change to')
    .addOption(parametersOption())
    .option('--maintenance', 'also bring it to the maintenance version of the catalog')
    .option('--context <context>', 'of the platform: a JSON object, a file, or - for stdin')
    .addOption(dataOption())
    .addHelpText(
      'after',
      examples('gitbroker osb update my-db --new-plan large', 'gitbroker osb update my-db -P params.yml'),
    )
    .action(async (instance: string, flags: UpdateFlags) => {
      const { runOsbUpdate } = await import('../actions/osb-instances.js');
      await runOsbUpdate(context, instance, flags);
    });
}
