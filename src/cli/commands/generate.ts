/** How `gitbroker generate` is called. */
import type { GenerateOptions } from '../actions/generate.js';
import type { DeclareCommand } from '../command-context.js';
import { examples } from '../options.js';

export const declareGenerate: DeclareCommand = (program, context) => {
  program
    .command('generate')
    .description(
      'write a catalog, a handler, a deployment or a ready pipeline to start from; without a name, list them',
    )
    .argument('[what]', 'name of what is to be written')
    .argument('[folder]', 'where to', '.')
    .option('--force', 'replace files that are there')
    .addHelpText(
      'after',
      examples(
        'gitbroker generate',
        'gitbroker generate catalog',
        'gitbroker generate runner.yml',
        'gitbroker generate gitlab-ci ./services',
      ),
    )
    .action(async (what: string | undefined, folder: string, options: GenerateOptions) => {
      const { runGenerate } = await import('../actions/generate.js');
      await runGenerate(context, what, folder, options);
    });
};
