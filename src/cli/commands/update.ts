/** How `gitbroker update` is called. */
import { Option } from 'commander';
import type { UpdateOptions } from '../actions/update.js';
import type { DeclareCommand } from '../command-context.js';
import { collect, examples, parseBoolean, parseCount, pushOption, withRecordArguments } from '../options.js';

export const declareUpdate: DeclareCommand = (program, context) => {
  withRecordArguments(program.command('update'))
    .description('report what the current operation of a service instance or binding came to')
    .addOption(new Option('--status <status>', 'the outcome').choices(['in progress', 'succeeded', 'failed']))
    .option('--description [text]', 'told to the platform and its user')
    .option('--operation <id>', 'refuse unless this is still the current operation')
    .addOption(
      new Option('-c, --credentials <pair>', 'credential of a binding, key=value; several times').argParser(collect),
    )
    .option('--credentials-file <file>', 'all credentials as YAML or JSON; - is stdin')
    .option('--dashboard-url <url>', 'dashboard of the instance')
    .addOption(new Option('--response <pair>', 'field of response.yml, key: value; several times').argParser(collect))
    .option('--response-file <file>', 'fields of response.yml as YAML or JSON; - is stdin')
    .addOption(new Option('--instance-usable <boolean>', 'of a failure: is it usable?').argParser(parseBoolean))
    .addOption(new Option('--update-repeatable <boolean>', 'of a failure: may it be repeated?').argParser(parseBoolean))
    .addOption(new Option('--retry-after <seconds>', 'when the platform is to ask again').argParser(parseCount))
    .addOption(pushOption())
    .addHelpText(
      'after',
      examples(
        'gitbroker update my-db --status succeeded --description "created" --push',
        'gitbroker update my-db -b my-app -c username=app -c password=secret --status succeeded',
        "gitbroker update -i my-db -b my-app -c 'username: app' --status succeeded ./services",
      ),
    )
    .action(async (first: string | undefined, second: string | undefined, options: UpdateOptions) => {
      const { runUpdate } = await import('../actions/update.js');
      await runUpdate(context, [first, second], options);
    });
};
