/** How `gitbroker completion` is called. */
import { Argument } from 'commander';
import type { DeclareCommand } from '../command-context.js';
import { examples } from '../options.js';

export const declareCompletion: DeclareCommand = (program, { stdout }) => {
  program
    .command('completion')
    .description('print the completion of a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      examples(
        'source <(gitbroker completion bash)',
        'gitbroker completion zsh > "${fpath[1]}/_gitbroker"',
        'gitbroker completion fish > ~/.config/fish/completions/gitbroker.fish',
      ),
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionOf } = await import('../actions/completion.js');
      stdout.write(completionOf(program, shell));
    });
};
