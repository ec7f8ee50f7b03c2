/** How `gitbroker list` is called. */
import { Option } from 'commander';
import type { ListOptions } from '../actions/list.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, outputOption, parseBoolean, withRepositoryArgument } from '../options.js';

const STATUSES = ['in progress', 'succeeded', 'failed', 'unreadable', 'EMPTY'];
const TYPES = ['provision', 'update', 'deprovision', 'bind', 'unbind'];
const PROFILES = ['cloudfoundry', 'kubernetes', 'meshmarketplace'];
const SORTS = ['id', 'offering', 'plan', 'status', 'age'];

export const declareList: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('list'))
    .description('list service instances, and what their last operation came to')
    .option('--bindings', 'list service bindings too')
    .addOption(new Option('--status <status>', 'only with this status; EMPTY: no status file').choices(STATUSES))
    .addOption(new Option('--type <operation>', 'only with this operation').choices(TYPES))
    .addOption(new Option('--deleted <boolean>', 'only those that are, or are not, deleted').argParser(parseBoolean))
    .option('--offering <id or name>', 'only of this service offering')
    .option('--plan <id or name>', 'only of this plan')
    .option('--platform <name>', 'only of this platform')
    .option('--org <id or name>', 'only of this Cloud Foundry organization')
    .option('--space <id or name>', 'only of this Cloud Foundry space')
    .option('--namespace <name>', 'only of this Kubernetes namespace')
    .option('--customer <id>', 'only of this meshStack customer (workspace)')
    .option('--project <id>', 'only of this meshStack project')
    .addOption(new Option('-p, --profile <name>', 'columns for this platform').choices(PROFILES))
    .addOption(new Option('--sort <by>', 'order of the rows').choices(SORTS).default('id'))
    .addOption(outputOption())
    .addOption(new Option('--output-format <format>', "UniPipe's name and data").choices(['text', 'json']).hideHelp())
    .addHelpText(
      'after',
      examples(
        'gitbroker list',
        'gitbroker list --status failed --output json',
        'gitbroker list --profile cloudfoundry --org acme https://git.example.com/services.git',
      ),
    )
    .action(async (repository: string, options: ListOptions) => {
      const { runList } = await import('../actions/list.js');
      await runList(context, repository, options);
    });
};
