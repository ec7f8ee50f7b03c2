/** How `gitbroker transform` is called. */
import type { TransformOptions } from '../actions/transform.js';
import type { DeclareCommand } from '../command-context.js';
import { examples, pushOption, withRepositoryArgument } from '../options.js';

export const declareTransform: DeclareCommand = (program, context) => {
  withRepositoryArgument(program.command('transform'))
    .description('write files made from the orders, by handlers of your own')
    .requiredOption(
      '-r, --registry-of-handlers <file>',
      'module with the handlers by service offering; see gitbroker generate transform-handler',
    )
    .option('-x, --xport-repo <path>', 'repository that the files are written to, in place of that of the orders')
    .addOption(pushOption())
    .addHelpText(
      'after',
      examples(
        'gitbroker transform --registry-of-handlers ./handlers/transform.mjs',
        'gitbroker transform -r ./transform.mjs --xport-repo ../infrastructure --push ./services',
      ),
    )
    .action(async (repository: string, options: TransformOptions) => {
      const { runTransform } = await import('../actions/transform.js');
      context.exitWith(await runTransform(context, repository, options));
    });
};
