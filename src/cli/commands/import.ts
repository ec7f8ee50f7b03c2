/** How `gitbroker import` is called. */
import { Option } from 'commander';
import type { ImportOptions } from '../actions/import.js';
import type { DeclareCommand } from '../command-context.js';
import { collect, examples, pushOption, withRecordArguments } from '../options.js';

export const declareImport: DeclareCommand = (program, context) => {
  withRecordArguments(program.command('import'))
    .description('bring something that exists already under the broker, as an instance or binding that is done')
    .option('--offering <id or name>', 'service offering of the instance')
    .option('--plan <id or name>', 'plan of the instance')
    .addOption(new Option('--parameter <pair>', 'key=value or key: value; several times').argParser(collect))
    .option('--parameters-file <file>', 'all parameters as YAML or JSON; - is stdin')
    .addOption(new Option('--context <pair>', 'of the platform, key=value; several times').argParser(collect))
    .option('--org <guid>', 'Cloud Foundry organization')
    .option('--space <guid>', 'Cloud Foundry space')
    .option('--dashboard-url <url>', 'dashboard of the instance')
    .addOption(new Option('-c, --credentials <pair>', 'of a binding; several times').argParser(collect))
    .option('--credentials-file <file>', 'all credentials as YAML or JSON; - is stdin')
    .addOption(pushOption())
    .addHelpText(
      'after',
      examples(
        'gitbroker import my-db --offering postgres-database --plan small --parameter storage_gb:\\ 10 --push',
        'gitbroker import my-db -b my-app --credentials-file credentials.yml',
      ),
    )
    .action(async (first: string | undefined, second: string | undefined, options: ImportOptions) => {
      const { runImport } = await import('../actions/import.js');
      await runImport(context, [first, second], options);
    });
};
