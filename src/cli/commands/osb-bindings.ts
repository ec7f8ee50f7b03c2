/** How `gitbroker osb bind`, `rotate`, `binding`, `unbind` and `credentials` are called. */
import type { Command } from 'commander';
import type { BindFlags, BindingFlags, CredentialsFlags, UnbindFlags } from '../actions/osb-bindings.js';
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

const BINDING = 'id of the binding, or the name that was given to it';

export function declareBindings(osb: Command, context: CommandContext): void {
  withBindOptions(osb.command('bind'))
    .description('create a service binding, wait until it is there, and tell its credentials')
    .argument('<instance>', INSTANCE)
    .argument('[name]', 'what you will call the binding')
    .addHelpText('after', examples('gitbroker osb bind my-db my-app'))
    .action(async (instance: string, name: string | undefined, flags: BindFlags) => {
      const { runOsbBind } = await import('../actions/osb-bindings.js');
      await runOsbBind(context, { instance, name }, flags);
    });
  withBindOptions(osb.command('rotate'))
    .description('create a new service binding beside an old one, which stays until it is unbound')
    .argument('<instance>', INSTANCE)
    .argument('<binding>', 'the old one: its id, or the name that was given to it')
    .argument('[name]', 'what you will call the new one')
    .addHelpText('after', examples('gitbroker osb rotate my-db my-app my-app-2'))
    .action(async (instance: string, predecessor: string, name: string | undefined, flags: BindFlags) => {
      const { runOsbBind } = await import('../actions/osb-bindings.js');
      await runOsbBind(context, { instance, name, predecessor }, flags);
    });
  withServicesFile(withBrokerOptions(osb.command('binding')))
    .description('fetch a service binding')
    .argument('<instance>', INSTANCE)
    .argument('<binding>', BINDING)
    .addOption(dataOption())
    .addHelpText('after', examples('gitbroker osb binding my-db my-app --output json'))
    .action(async (instance: string, binding: string, flags: BindingFlags) => {
      const { runOsbBinding } = await import('../actions/osb-bindings.js');
      await runOsbBinding(context, instance, binding, flags);
    });
  declareUnbind(osb, context);
  declareCredentials(osb, context);
}

function declareUnbind(osb: Command, context: CommandContext): void {
  withPlanOptions(withOrderOptions(osb.command('unbind')))
    .description('delete a service binding, and wait until it is gone')
    .argument('<instance>', INSTANCE)
    .argument('<binding>', BINDING)
    .addHelpText('after', examples('gitbroker osb unbind my-db my-app'))
    .action(async (instance: string, binding: string, flags: UnbindFlags) => {
      const { runOsbUnbind } = await import('../actions/osb-bindings.js');
      await runOsbUnbind(context, instance, binding, flags);
    });
}

function declareCredentials(osb: Command, context: CommandContext): void {
  withServicesFile(withBrokerOptions(osb.command('credentials')))
    .description('tell the credentials of a service binding')
    .argument('<instance>', INSTANCE)
    .argument('[binding]', `${BINDING}; may be left out where only one is remembered`)
    .option('--attribute <name>', 'only this one, as plain text; dots lead into objects')
    .addOption(dataOption())
    .addHelpText('after', examples('gitbroker osb credentials my-db --attribute uri'))
    .action(async (instance: string, binding: string | undefined, flags: CredentialsFlags) => {
      const { runOsbCredentials } = await import('../actions/osb-bindings.js');
      await runOsbCredentials(context, instance, binding, flags);
    });
}

function withBindOptions(command: Command): Command {
  return withPlanOptions(withOrderOptions(command))
    .addOption(parametersOption())
    .option('--app <guid>', 'application that the binding is for')
    .option('--bind-resource <resource>', 'a JSON object, a file, or - for stdin')
    .option('--id <id>', 'of the new binding (default: a new UUID)')
    .addOption(dataOption());
}
