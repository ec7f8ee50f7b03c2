/** How `gitbroker git` is called. */
import type { GitPullOptions, GitPushOptions } from '../actions/git.js';
import type { DeclareCommand } from '../command-context.js';
import { examples } from '../options.js';

export const declareGit: DeclareCommand = (program, context) => {
  const git = program
    .command('git')
    .description('pull and push a checkout, safe in pipelines')
    .helpCommand(false)
    .addHelpText('after', examples('gitbroker git pull', 'gitbroker git push -m "database created"'));
  git
    .command('pull')
    .description('bring the checkout to the newest state; changes in the work tree are kept')
    .argument('[repository]', 'a checkout', '.')
    .option('--branch <name>', 'branch of the remote (default: the upstream of the checkout)')
    .addHelpText('after', examples('gitbroker git pull', 'gitbroker git pull ./services'))
    .action(async (repository: string, options: GitPullOptions) => {
      const { runGitPull } = await import('../actions/git.js');
      await runGitPull(context, repository, options);
    });
  git
    .command('push')
    .description('commit everything in the work tree, and push it, again as long as others are faster')
    .argument('[repository]', 'a checkout', '.')
    .option('--branch <name>', 'branch of the remote (default: the upstream of the checkout)')
    .option('-n, --name <name>', 'name of the commit author')
    .option('-e, --email <email>', 'email of the commit author')
    .option('-m, --message <text>', 'commit message', 'Commit changes')
    .addHelpText('after', examples('gitbroker git push -m "database created"'))
    .action(async (repository: string, options: GitPushOptions) => {
      const { runGitPush } = await import('../actions/git.js');
      await runGitPush(context, repository, options);
    });
};
