/** How `gitbroker terraform` is called. */
import { Option } from 'commander';
import type { TerraformOptions } from '../actions/run.js';
import type { DeclareCommand } from '../command-context.js';
import { collect, examples, outputOption, withRepositoryArgument } from '../options.js';

export const declareTerraform: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('terraform'))
    .description('apply Terraform or OpenTofu for the operations that wait, of offerings that runner.yml gives to it')
    .option('--plan', 'show what would be done; nothing is claimed, done or reported')
    .addOption(new Option('--offering <id or name>', 'only of this offering; several times').argParser(collect))
    .option('--folder <folder>', 'for logs, and for local state (default: below XDG_STATE_HOME)')
    .option('--verbose', 'tell all that Terraform prints, on stderr')
    .addOption(outputOption())
    .addHelpText('after', examples('gitbroker terraform --plan', 'gitbroker terraform ./services'))
    .action(async (repository: string, options: TerraformOptions) => {
      const { runTerraform } = await import('../actions/run.js');
      context.exitWith(await runTerraform(context, repository, options));
    });
};
