/** How `gitbroker check` is called. */
import { Option } from 'commander';
import type { CheckFlags } from '../actions/check.js';
import { withConnectionOptions } from '../broker-options.js';
import type { DeclareCommand } from '../command-context.js';
import { collect, examples, parseCount } from '../options.js';

export const declareCheck: DeclareCommand = (program, context) => {
  withConnectionOptions(program.command('check'))
    .description('hold any service broker against the specification; it orders real services, and deletes them again')
    .argument('[url]', 'of the broker, without /v2 (default: SB_BROKER_URL)')
    .option('-y, --yes', 'do not ask before something is ordered')
    .option('-s, --service <id or name>', 'service offering to order (default: the one that can do most)')
    .option('-p, --plan <id or name>', 'plan to order (default: the one that can do most)')
    .option('--choice <file>', 'all that is to be ordered, with parameters, as YAML or JSON; - is stdin')
    .addOption(new Option('--only <requirement>', 'check this one alone; several times').argParser(collect))
    .option('--strict', 'a SHOULD that is not kept to is a failure too')
    .addOption(new Option('--max-duration <seconds>', 'of each operation (default: 3600)').argParser(parseCount))
    .addOption(
      new Option('-o, --output <format>', 'form of the report').choices(['text', 'json', 'junit']).default('text'),
    )
    .addHelpText(
      'after',
      examples(
        'gitbroker check https://broker.example.com --username user',
        'gitbroker check https://broker.example.com --yes --output junit > conformance.xml',
        'gitbroker check http://localhost:8080 --yes --service postgres-database --plan small --only PROV-15',
      ),
    )
    .action(async (url: string | undefined, flags: CheckFlags) => {
      const { runCheck } = await import('../actions/check.js');
      context.exitWith(await runCheck(context, url, flags));
    });
};
