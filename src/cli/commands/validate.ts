/** How `gitbroker validate` is called. */
import type { ValidateOptions } from '../actions/validate.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, outputOption, withRepositoryArgument } from '../options.js';

export const declareValidate: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('validate'))
    .description('check catalog, records and runner.yml; end with 1 when something is wrong')
    .option('--base <revision>', 'also check what changed in the catalog since this revision')
    .option('--strict', 'end with 1 for warnings too')
    .addOption(outputOption())
    .addHelpText('after', examples('gitbroker validate', 'gitbroker validate --base origin/main --output json'))
    .action(async (repository: string, options: ValidateOptions) => {
      const { runValidate } = await import('../actions/validate.js');
      context.exitWith(await runValidate(context, repository, options));
    });
};
